package store

import (
	"reflect"
	"strings"
	"testing"

	"ploughshare/aid"
)

func template(id aid.TemplateID) aid.Template {
	return aid.Template{
		ID: id, Instrument: "PoA", Years: span, Names: aid.Names{"en": "Form"}, Source: "source", Version: 3,
		Sections: aid.List[aid.TemplateSection]{{
			Number: "5", Names: aid.Names{"en": "Stockpiles"}, Theme: "stockpile",
			Questions: []aid.TemplateQuestion{{Number: "11", Asks: aid.AsksWish, Theme: "marking", Wording: aid.Names{"en": "Help?"}, Verified: true, Note: "seen"}},
		}},
	}
}

func report(id aid.ReportID) aid.Report {
	return aid.Report{
		ID: id, PartyID: "AAA", Instrument: "PoA", Year: 2026, TemplateID: "poa", Language: "fr", File: "fr.xlsx",
		Digest: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", ReadAt: start, ReadBy: "focal point", Version: 1,
		Answers: aid.List[aid.ReportAnswer]{{Question: "11", Theme: "stockpile", Asks: aid.AsksWish, Verified: true, Text: "Oui", Where: said}},
	}
}

func finding(id aid.FindingID, report aid.ReportID, seq int) aid.Finding {
	return aid.Finding{
		ID: id, ReportID: report, PartyID: "AAA", Seq: seq, Kind: aid.FoundHint, Question: "11", Where: said, Words: "manque",
		Marks: aid.List[aid.Span]{{From: 0, To: 6}}, Drafted: aid.Drafted{Request: request("RQ1")}, RequestID: "RQ1", State: aid.FindingOpen,
		Why: "why", DecidedAt: start, DecidedBy: "focal point", Version: 1,
	}
}

func ingest() aid.Ingest {
	return aid.Ingest{
		ID: 1, At: start, By: "focal point", PartyID: "AAA", File: "fr.xlsx", Size: 7, Digest: "digest", Became: aid.BecameRead, ReportID: "AAA-PoA-2026",
		Answers: 1, Drafts: 2, Hints: 3, Repeated: 4, Notes: aid.List[aid.Message]{said},
	}
}

func TestReportsKeepAllFields(t *testing.T) {
	for _, row := range []any{template("T"), report("R"), finding("F", "R", 1), ingest()} {
		fields := reflect.ValueOf(row)
		for i := range fields.NumField() {
			if fields.Field(i).IsZero() {
				t.Errorf("%T.%s is empty", row, fields.Type().Field(i).Name)
			}
		}
	}
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutReference(ctx, reference()))
		must(t, s.AddTemplate(ctx, template("poa")))
		must(t, s.AddReport(ctx, report("AAA-PoA-2026")))
		decided := finding("F3", "AAA-PoA-2026", 3)
		decided.State = aid.FindingRejected
		must(t, s.AddFindings(ctx, []aid.Finding{finding("F2", "AAA-PoA-2026", 2), decided, finding("F1", "AAA-PoA-2026", 1)}))
		must(t, s.AddIngest(ctx, ingest()))

		gotTemplates, err := s.Templates(ctx)
		must(t, err)
		wantSame(t, gotTemplates, []aid.Template{template("poa")})
		reports, _, err := s.Reports(ctx, aid.ReportFilter{Party: "AAA"}, aid.Page{})
		must(t, err)
		wantSame(t, reports, []aid.Report{report("AAA-PoA-2026")})
		found, err := s.FindingsOf(ctx, "AAA-PoA-2026")
		must(t, err)
		wantSame(t, found, []aid.Finding{finding("F1", "AAA-PoA-2026", 1), finding("F2", "AAA-PoA-2026", 2), decided})
		logs, _, err := s.Ingests(ctx, aid.ReportFilter{Party: "AAA"}, aid.Page{})
		must(t, err)
		wantSame(t, logs, []aid.Ingest{ingest()})

		must(t, s.RemoveOpenFindings(ctx, "AAA-PoA-2026"))
		found, err = s.FindingsOf(ctx, "AAA-PoA-2026")
		must(t, err)
		wantSame(t, found, []aid.Finding{decided})
		stale := decided
		stale.Version = 9
		wantKind(t, s.ReplaceFinding(ctx, stale), aid.ErrConflict)
		must(t, s.ReplaceFinding(ctx, decided))
		must(t, s.ReplaceReport(ctx, report("AAA-PoA-2026")))
		must(t, s.ReplaceTemplate(ctx, template("poa")))
		wantKind(t, s.AddReport(ctx, report("AAA-PoA-2026")), aid.ErrConflict)
	})
}

func TestChronicles(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		c := aid.Chronicle{ID: "A-1", Symbol: "A/1", Language: "en", File: "x.txt", Digest: strings.Repeat("a", 64), Paragraphs: 3, Version: 1}
		passage := func(id aid.PassageID, seq int, state aid.FindingState) aid.Passage {
			return aid.Passage{
				ID: id, ChronicleID: "A-1", Seq: seq, Paragraph: "2", Where: aid.Say("at_line", "line", "4"), Words: "helped",
				Drafted: aid.List[aid.Pairing]{{ID: "A-1-1", Title: "T"}}, State: state, Version: 1,
			}
		}
		must(t, s.AddChronicle(ctx, c))
		open, decided := passage("A-1.2", 2, aid.FindingOpen), passage("A-1.1", 1, aid.FindingRejected)
		must(t, s.AddPassages(ctx, []aid.Passage{open, decided}))
		found, err := s.PassagesOf(ctx, "A-1")
		must(t, err)
		wantSame(t, found, []aid.Passage{decided, open})
		must(t, s.RemoveOpenPassages(ctx, "A-1"))
		found, err = s.PassagesOf(ctx, "A-1")
		must(t, err)
		wantSame(t, found, []aid.Passage{decided})
		must(t, s.ReplacePassage(ctx, decided))
		wantKind(t, s.ReplacePassage(ctx, decided), aid.ErrConflict)
		c.Language = "zh"
		must(t, s.ReplaceChronicle(ctx, c))
		c.Version++
		all, _, err := s.Chronicles(ctx, aid.Page{})
		must(t, err)
		wantSame(t, all, []aid.Chronicle{c})
	})
}
