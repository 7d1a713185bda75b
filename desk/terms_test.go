package desk_test

import (
	"encoding/json"
	"slices"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
)

// An Arabic request and an English offer that name one thing score for it. What they name is kept with the round, under a
// name that every reader reads in his language.
func TestTermsAcrossLanguages(t *testing.T) {
	d, s := open(t, "")
	for name, rows := range map[string]string{
		"requests.csv": "id,requester_iso3,theme,year,what_is_asked\nQ1,TCD,marking,2025,نحتاج إلى آلة الوسم لشرطتنا\n",
		"offers.csv":   "id,donor,programme,offer_kind,themes,regions,period_start\nF1,JPN,Marking machines and their spare parts,bilateral programme,marking,global,2025\n",
	} {
		if report, err := load(t, d, name, rows, desk.ImportOptions{}); err != nil || report.Refused > 0 {
			t.Fatal(err, report.Problems)
		}
	}
	round, err := d.Match(t.Context(), test, today)
	if err != nil {
		t.Fatal(err)
	}
	inputs, _, err := s.RoundRecord(t.Context(), round.ID)
	if err != nil {
		t.Fatal(err)
	}
	var kept aid.Inputs
	if err := json.Unmarshal(inputs, &kept); err != nil || !slices.Equal(kept.Terms.Requests["Q1"], []string{"marking", "marking machine"}) {
		t.Errorf("kept: %+v (%v)", kept.Terms, err)
	}
	e, err := d.Explain(t.Context(), test, round.ID, "Q1", "F1")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(e.Score.Parts, func(p aid.Part) bool { return p.Criterion == "terms" })
	if i < 0 || e.Score.Parts[i].Value != 100 {
		t.Fatalf("got %+v", e.Score.Parts)
	}
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"en": "Both speak of: marking and marking machine.", "fr": "La demande et l’offre parlent toutes deux de : marquage et machine de marquage.",
	} {
		p, err := d.Printer(t.Context(), catalogs, lang)
		if got := p.T(e.Score.Parts[i].Reason.Key, e.Score.Parts[i].Reason.Args); err != nil || got != want {
			t.Errorf("in %s: %q (%v)", lang, got, err)
		}
	}
	if replay, err := d.Replay(t.Context(), test, round.ID); err != nil || !replay.Same {
		t.Errorf("run again: %+v (%v)", replay, err)
	}
}
