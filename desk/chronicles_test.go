package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

// told reads one of the made-up texts on past help.
func told(t *testing.T, d *desk.Desk, name string) ([]aid.Passage, aid.Ingest) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "intake", "reports", "testdata", "chronicles", name))
	if err != nil {
		t.Fatal(err)
	}
	log, err := d.FileChronicle(t.Context(), test, "A/68/999", name, content)
	if err != nil {
		t.Fatal(err)
	}
	_, found, err := d.Chronicle(t.Context(), test, "A-68-999")
	if err != nil {
		t.Fatal(err)
	}
	return found, log
}

// From a text to past pairings: each passage has its paragraph and words; one is accepted, one in part, one rejected; read
// again, in another language too, what was decided stays decided.
func TestFromChronicleToPairings(t *testing.T) {
	d, s := open(t, "")
	ctx := t.Context()
	found, log := told(t, d, "en.txt")
	var where []string
	for _, p := range found {
		where = append(where, p.Paragraph)
	}
	if log.Became != aid.BecameRead || log.Drafts != len(found) || strings.Join(where, " ") != "26 28 28 29 29" {
		t.Fatalf("%+v, %v", log, where)
	}
	if _, err := d.AcceptPassage(ctx, test, found[0].ID, 1, nil); err != nil {
		t.Fatal(err)
	}
	only := found[1].Drafted[:1]
	if p, err := d.AcceptPassage(ctx, test, found[1].ID, 1, only); err != nil || p.State != aid.FindingChanged {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := d.RejectPassage(ctx, test, found[2].ID, 1, "counted elsewhere"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AcceptPassage(ctx, test, found[2].ID, 2, nil); !errors.As(err, new(aid.Problems)) {
		t.Errorf("a passage was decided on twice: %v", err)
	}
	if _, err := d.AcceptPassage(ctx, test, found[3].ID, 1, []aid.Pairing{}); !errors.As(err, new(aid.Problems)) {
		t.Errorf("nothing was accepted: %v", err)
	}
	pairings, err := s.AllPairings(ctx)
	if err != nil || len(pairings) != 4 {
		t.Fatalf("%+v, %v", pairings, err)
	}
	workshop := pairings[0]
	if workshop.BeneficiaryID != "BFA" || string(workshop.Donors[0]) != "JPN" || workshop.Implementer != "UNREC" || workshop.Result != 60 ||
		workshop.ResultUnit != "officials_trained" || workshop.Ran.String() != "2013" || workshop.Source != "A/68/999, para. 26" ||
		!strings.Contains(workshop.Evidence, "workshop in Lomé") {
		t.Errorf("%+v", workshop)
	}
	entries, err := s.EntriesUnder(ctx, "chronicles/A-68-999")
	if err != nil || len(entries) != 4 {
		t.Errorf("the journal tells of %+v, %v", entries, err)
	}
	if _, again := told(t, d, "en.txt"); again.Became != aid.BecameUnchanged {
		t.Errorf("the same text again: %+v", again)
	}
	if mixed, log := told(t, d, "zh.txt"); log.Became != aid.BecameRead || len(mixed) != log.Drafts+3 {
		t.Errorf("another text under its symbol: %+v, %d passages", log, len(mixed))
	}
}

// A text that cannot be read leaves a line in the log; nobody but the secretariat reads any.
func TestRefusedChronicles(t *testing.T) {
	d, _ := open(t, "")
	ctx := t.Context()
	for _, c := range []struct{ symbol, content, key string }{
		{"", "1. UNREC trained 30 officials in Togo.", "required"},
		{strings.Repeat("A/", 40), "1. UNREC trained 30 officials in Togo.", "symbol_too_long"},
		{"A/1", "1. Le Centre a formé 30 agents au Togo.", "chronicle_language"},
		{"A/1", "", "file_empty"},
	} {
		_, err := d.FileChronicle(ctx, test, c.symbol, "x.txt", []byte(c.content))
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Key != c.key {
			t.Errorf("%.20s: %v, not %s", c.content, err, c.key)
		}
	}
	if _, err := d.FileChronicle(ctx, focal, "A/1", "x.txt", []byte("x")); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a State files: %v", err)
	}
	if _, _, err := d.Chronicles(ctx, focal, aid.Page{}); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a State reads: %v", err)
	}
	if logs, _, err := d.Ingests(ctx, test, aid.ReportFilter{}, aid.Page{}); err != nil || len(logs) != 4 || logs[3].Became != aid.BecameRefused {
		t.Errorf("%+v, %v", logs, err)
	}
}
