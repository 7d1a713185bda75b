package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/locale"
)

func offerOf(t *testing.T, w *world) url.Values {
	t.Helper()
	page := w.get(t, "donor", "/en/offers/new")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page.body)
	if page.status != http.StatusOK || id == nil {
		t.Fatalf("no form: %d", page.status)
	}
	return url.Values{
		"id": {id[1]}, "ticket": {"t"}, "programme": {"Marking in the Caribbean"}, "form": {"bilateral_programme"}, "themes": {"marking"},
		"places": {"Jamaica\r\nBarbade\n"}, "envelope": {"500,000"}, "currency": {"USD"}, "from": {"2026"}, "to": {"2028-06"}, "more": {"oda_only"},
	}
}

// Every place that a form shows can be sent back, in every language.
func TestPlacesComeBack(t *testing.T) {
	w := newWorld(t)
	form := offerOf(t, w)
	form.Set("count", "yes")
	catalogs, err := locale.Load()
	fatal(t, err)
	register, err := w.desk.Register(t.Context())
	fatal(t, err)
	for _, language := range aid.Languages {
		printer, err := w.desk.Printer(t.Context(), catalogs, language)
		fatal(t, err)
		var names []string
		for _, id := range register.AreaIDs() {
			names = append(names, printer.Name("place", id))
		}
		form.Set("places", strings.Join(append(names, printer.Name("place", "BRB")), "\n"))
		if a := w.post(t, "donor", "/"+language+"/offers/new", form); a.status != http.StatusOK || len(names) == 0 {
			t.Errorf("%s: %d %s", language, a.status, regexp.MustCompile(`(?s)<div class="problems.*?</div>`).FindString(a.body))
		}
	}
}

// A donor makes an offer: counts what it would reach, keeps it once, and changes it.
func TestOffer(t *testing.T) {
	w := newWorld(t)
	form := offerOf(t, w)
	id := form.Get("id")
	form.Set("count", "yes")
	a := w.post(t, "donor", "/en/offers/new", form)
	if a.status != http.StatusOK || !regexp.MustCompile(`It would reach [1-9][0-9]* request`).MatchString(a.body) || !strings.Contains(a.body, `value="500,000"`) {
		t.Fatalf("counting: %d\n%s", a.status, a.body)
	}
	if _, err := w.desk.Offer(t.Context(), aid.Machine("test"), aid.OfferID(id)); err == nil {
		t.Fatal("counting keeps the offer")
	}
	form.Del("count")
	for range 2 {
		if a = w.post(t, "donor", "/en/offers/new", form); a.header.Get("Location") != "/en/offers" {
			t.Fatalf("keeping it: %d %s", a.status, a.body)
		}
	}
	o, err := w.desk.Offer(t.Context(), aid.Machine("test"), aid.OfferID(id))
	fatal(t, err)
	if o.Envelope.String() != "500000.00 USD" || len(o.Places) != 2 || o.Places[1] != "BRB" || o.ODAOnly != aid.Yes || o.Donors[0] != "JPN" {
		t.Errorf("kept: %+v", o)
	}
	form.Set("ticket", "u")
	form.Set("programme", "Marking again")
	form.Set("version", "1")
	if a = w.post(t, "donor", "/en/offers/"+id, form); a.status != http.StatusSeeOther {
		t.Fatalf("changing it: %d", a.status)
	}
	form.Set("programme", "Marking a third time")
	a = w.post(t, "donor", "/en/offers/"+id, form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Marking again") || !strings.Contains(a.body, `value="Marking a third time"`) {
		t.Errorf("a stale form does not show both versions: %d", a.status)
	}
	form.Set("version", regexp.MustCompile(`name="version" value="([0-9]+)"`).FindStringSubmatch(a.body)[1])
	if a = w.post(t, "donor", "/en/offers/"+id, form); a.status != http.StatusSeeOther {
		t.Errorf("who has seen both versions cannot keep his: %d", a.status)
	}
}

func TestOfferWithProblems(t *testing.T) {
	w := newWorld(t)
	form := offerOf(t, w)
	for name, value := range map[string]string{
		"programme": " ", "places": "Atlantis", "envelope": "much", "from": "soon", "report_years": "-1", "form": "loan",
	} {
		wrong := offerOf(t, w)
		wrong.Set(name, value)
		a := w.post(t, "donor", "/en/offers/new", wrong)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#f-`+name+`"`) {
			t.Errorf("%s %q: %d", name, value, a.status)
		}
	}
	form.Set("to", "2020")
	if a := w.post(t, "donor", "/en/offers/new", form); !strings.Contains(a.body, `href="#f-to"`) {
		t.Error("an offer may end before it begins")
	}
	if a := w.get(t, "state", "/en/offers/new"); a.status != http.StatusForbidden {
		t.Errorf("a requesting State makes offers: %d", a.status)
	}
}

// A comma that may stand before cents is asked back, never dropped.
func TestMoneyAsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "500": "500.00 USD", "1,350,000.50": "1350000.50 USD", "1 350 000": "1350000.00 USD", "1,350": "1350.00 USD",
		"1350000,50": "wrong", "1,5": "wrong", "1.350.000": "wrong", "12,34,567": "wrong", "-5": "wrong", "much": "wrong",
	} {
		var problems aid.Problems
		v := &visit{values: url.Values{"envelope": {typed}, "currency": {"USD"}}}
		got := v.money(&problems, "envelope").String()
		if len(problems) > 0 {
			got = "wrong"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}
