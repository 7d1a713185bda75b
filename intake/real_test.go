package intake

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
)

func TestRealFilesReadWithoutARefusal(t *testing.T) {
	for name, want := range map[string]struct {
		kind Kind
		rows int
	}{"requests.csv": {Requests, 56}, "offers.csv": {Offers, 76}, "pairings.csv": {Pairings, 179}} {
		r := open(t, name, realFile(t, name))
		n := 0
		for row, err := range r.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range row.Problems {
				t.Errorf("%s, line %d, %s: %s %v", name, p.Line, p.Column, p.Key, p.Args)
			}
			n++
		}
		if n != want.rows || r.Kind() != want.kind || len(r.Notes()) > 0 {
			t.Errorf("%s: %d rows of %s, notes %v", name, n, r.Kind(), r.Notes())
		}
		if done, total := r.Progress(); done != total {
			t.Errorf("%s: %d of %d bytes", name, done, total)
		}
	}
}

func offer(t *testing.T, id aid.OfferID) aid.Offer {
	t.Helper()
	all := rows(t, "offers.csv", realFile(t, "offers.csv"))
	i := slices.IndexFunc(all, func(r Row) bool { return r.Offer != nil && r.Offer.ID == id })
	if i < 0 {
		t.Fatalf("no offer %s", id)
	}
	return *all[i].Offer
}

func TestTellingOffers(t *testing.T) {
	roadmap := aid.List[aid.PartyID]{"DEU", "FRA", "GBR", "SWE", "NLD", "NOR"}
	for _, test := range []struct {
		id     aid.OfferID
		donors aid.List[aid.PartyID]
		places aid.List[string]
		sum    aid.Money
		valid  string
	}{
		{"OF005", aid.List[aid.PartyID]{"FIN", "FRA", "DEU", "JPN", "NZL", "SWE", "CHE"}, aid.List[string]{"CMR", "JAM", "SSD", "GHA"}, aid.Money{}, "2020/.."},
		{"OF011", aid.List[aid.PartyID]{"several-osce-states"}, aid.List[string]{"south-eastern-europe"}, aid.Money{Minor: 1_000_000_000, Currency: "EUR"}, "2021-03-24/.."},
		{"OF013", roadmap, aid.List[string]{"ALB", "BIH", "XKX", "MNE", "MKD", "SRB"}, aid.Money{Minor: 2_418_000_000, Currency: "USD"}, "2019-03/.."},
		{"OF014", roadmap, aid.List[string]{"western-balkans"}, aid.Money{}, "2023/2023-05-16"},
		{"OF021", aid.List[aid.PartyID]{"CAN", "DEU", "GBR", "USA"}, aid.List[string]{"CARICOM", "DOM"}, aid.Money{Minor: 500_000_000, Currency: "USD"}, "2020/2022"},
		{"OF022", aid.List[aid.PartyID]{"CAN"}, aid.List[string]{"caribbean-firearms-roadmap"}, aid.Money{Minor: 2_000_000, Currency: aid.NoCurrency}, "2021/.."},
		{"OF037", aid.List[aid.PartyID]{"EU"}, aid.List[string]{}, aid.Money{}, "2012/.."},
		{"OF040", aid.List[aid.PartyID]{"EU"}, aid.List[string]{"BFA", "TCD", "MLI", "MRT", "NER", "NGA"}, aid.Money{}, "2014/.."},
		{"OF071", aid.List[aid.PartyID]{"AfDB"}, aid.List[string]{"SOM", "SSD", "CAF", "COD"}, aid.Money{Minor: 1_000_000, Currency: "XUA"}, "2018-03-21/2022-04"},
		{"OF072", aid.List[aid.PartyID]{"UNPDF"}, aid.List[string]{"COD", "RWA", "BDI", "UGA", "TZA"}, aid.Money{Minor: 149_960_500, Currency: "USD"}, "2025-04-01/2027-03-31"},
		{"OF073", aid.List[aid.PartyID]{"NLD", "EU", "FIN", "FRA", "JPN", "SWE"}, aid.List[string]{"ECOWAS"}, aid.Money{Minor: 3_000_000_000, Currency: "USD"}, "2006-06/2011"},
	} {
		o := offer(t, test.id)
		got := []any{o.Donors, o.Places, o.Envelope, o.Valid.String()}
		if diff := cmp.Diff([]any{test.donors, test.places, test.sum, test.valid}, got); diff != "" {
			t.Errorf("%s: %s", test.id, diff)
		}
	}
	if o := offer(t, "OF037"); o.PlacesText != "third countries" {
		t.Errorf("OF037 lost its words: %q", o.PlacesText)
	}
	if o := offer(t, "OF002"); o.MaxProject != (aid.Money{Minor: 20_000_000, Currency: "USD"}) {
		t.Errorf("OF002: %s", o.MaxProject)
	}
	if o := offer(t, "OF021"); !slices.Equal(o.Kinds, []aid.HelpKind{aid.Expertise, aid.Training, aid.Equipment}) {
		t.Errorf("OF021: %v", o.Kinds)
	}
}

func TestTellingRequests(t *testing.T) {
	all := rows(t, "requests.csv", realFile(t, "requests.csv"))
	want := aid.Request{
		ID: "RQ010", RequesterID: "MKD", Need: "Physical security of weapon and ammunition stores of the border police",
		Quantity: "15 border police stations and 1 regional centre", Themes: aid.List[aid.Share]{{Code: "stockpile", Percent: 100}},
		Countries: aid.List[aid.Share]{{Code: "MKD", Percent: 100}}, Kinds: aid.List[aid.HelpKind]{aid.Infrastructure}, KindsRead: true,
		Asked: aid.Period{From: "2016", To: "2016"}, Consent: aid.ConsentPublic, Status: aid.Submitted,
		Provenance: aid.Provenance{
			Channel: "OSCE Forum for Security Co-operation", Evidence: "explicit request", Precision: "exact",
			Source: "https://eeas.europa.eu/csdp-missions-operations/euam-rca/32467/eu-statement-decision-support-osce-projects-small-arms-and-light-weapons-and-stockpiles_en",
		},
	}
	if diff := cmp.Diff(want, *all[9].Request); diff != "" {
		t.Error(diff)
	}
	for i, asked := range map[int]string{14: "2003/2010", 15: "2003/.."} {
		r := all[i]
		if r.Request.Asked.String() != asked || len(r.Request.Countries) != 0 || len(r.Named) != 1 {
			t.Fatalf("%+v", r)
		}
		if p := r.Named[0]; p.Kind != aid.Aggregate || p.ID != r.Request.RequesterID || p.Names["en"] != "OSCE participating States (aggregate)" {
			t.Errorf("%+v", p)
		}
	}
}

func TestTellingPairings(t *testing.T) {
	byID := map[aid.PairingID]Row{}
	for _, row := range rows(t, "pairings.csv", realFile(t, "pairings.csv")) {
		byID[row.Pairing.ID] = row
	}
	for _, test := range []struct {
		id          aid.PairingID
		beneficiary string
		donors      aid.List[aid.PartyID]
		sum         string
	}{
		{"PR029", "CARICOM", aid.List[aid.PartyID]{"CAN"}, "12000000.00 TTD"},
		{"PR038", "SLV", aid.List[aid.PartyID]{"ATT-VTF"}, ""},
		{"PR052", "MDG", aid.List[aid.PartyID]{}, ""},
		{"PR082", "BDI", aid.List[aid.PartyID]{"USA"}, "2200000.00 USD"},
		{"PR229", "XKX", aid.List[aid.PartyID]{"EU"}, ""},
		{"PR238", "western-balkans", aid.List[aid.PartyID]{"DEU", "FRA", "GBR", "SWE", "NLD", "NOR"}, "30400000.00 USD"},
		{"PR239", "UKR", aid.List[aid.PartyID]{"USA", "EU", "16-other-states"}, "7000000.00 USD"},
		{"PR251", "SLE", aid.List[aid.PartyID]{"JPN"}, "205000000 JPY"},
		{"PR253", "UN-CASA", aid.List[aid.PartyID]{"JPN"}, "168144.00 USD"},
		{"PR286", "CMR", aid.List[aid.PartyID]{"SALIENT"}, ""},
	} {
		x := byID[test.id].Pairing
		if diff := cmp.Diff([]any{test.beneficiary, test.donors, test.sum}, []any{x.BeneficiaryID, x.Donors, x.Amount.String()}); diff != "" {
			t.Errorf("%s: %s", test.id, diff)
		}
	}
	if x := byID["PR253"].Pairing; x.Evidence != "Donors in the source: JPN (UN trust fund)" {
		t.Errorf("PR253 lost its words: %q", x.Evidence)
	}
	if named := byID["PR239"].Named; len(named) != 1 || named[0].Kind != aid.Group {
		t.Errorf("PR239 names %v", named)
	}
}

func TestReadingTwiceGivesEqualRows(t *testing.T) {
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		content := realFile(t, name)
		if diff := cmp.Diff(rows(t, name, content), rows(t, name, content)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
