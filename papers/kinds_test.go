package papers

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
)

// dossiers has for each kind of paper what it speaks of.
func dossiers() map[string]Dossier {
	single := dossier()
	single.Items, single.Subject = []Item{shared()}, aid.Subject{Requests: aid.List[aid.RequestID]{"RQ010"}}
	briefing := dossier()
	briefing.Items, briefing.Offers, briefing.Subject = []Item{flagged(), shared()}, briefing.Offers[:1], aid.Subject{Party: "NOH"}
	comparison := dossier()
	comparison.Subject = aid.Subject{Requests: aid.List[aid.RequestID]{"RQ010", "RQ021", "RQ003"}}
	return map[string]Dossier{
		"booklet": dossier(), "proposal": single, "briefing": briefing, "comparison": comparison, "feedback": feedback(), "figures": figures(),
	}
}

// feedback is a State with a request that is under way and one for which nothing was found.
func feedback() Dossier {
	carried, waiting := shared(), lone()
	carried.Request.Status, carried.Request.Committed = aid.UnderWay, usd(200_000)
	carried.Request.EnteredAt = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	waiting.Request.Status, waiting.Request.RequesterID = aid.Circulated, "MAR-A"
	waiting.Request.EnteredAt = carried.Request.EnteredAt
	due := aid.Say("due_awaited", "by", "2026-12-01", "awaits", "donors")
	waiting.Life.Due = &due
	carried.Life = Life{
		Questions: []aid.Question{
			{By: "NOH", Text: "Who owns the buildings?", AskedOn: "2026-05-01", Answer: "The Ministry.", AnsweredOn: "2026-05-03"},
			{Text: "How many storekeepers?", AskedOn: "2026-05-02"},
		},
		Answers: []aid.Interest{
			{DonorID: "EME", Reply: aid.NotUs, Portion: aid.Whole, Reasons: aid.List[aid.Reason]{"priorities", "too_large"}, RepliedOn: "2026-05-01"},
			{DonorID: "NOH", Reply: aid.Interested, Portion: "training", RepliedOn: "2026-05-04", Note: "Next year."},
		},
		Commitments: []aid.Commitment{
			{DonorID: "NOH", Kind: aid.Firm, Amount: usd(200_000), MadeOn: "2026-06-01"},
			{DonorID: "NOH", Kind: aid.Pledged, Amount: usd(9), MadeOn: "2026-06-01", Cancelled: "2026-06-02"},
		},
		Results: []aid.Result{
			{RequestID: "RQ010", By: "MAR-A", Unit: aid.OfficialsTrained, Quantity: 24, AchievedOn: "2026-10"},
			{RequestID: "RQ010", By: "NOH", Unit: aid.OfficialsTrained, Quantity: 30, AchievedOn: "2026-10"},
		},
	}
	return Dossier{
		Round: aid.Round{AsOf: "2026-11-24"}, Register: register(), Subject: aid.Subject{Party: "MAR-A"}, Items: []Item{waiting, carried},
	}
}

func figures() Dossier {
	africa := aid.Tally{Name: "Africa", Requests: 2, Asked: usd(80_000), Matches: 1, States: 54, Reported: 2, Achieved: map[aid.Unit]int64{aid.WeaponsDestroyed: 1_200, aid.StatesHelped: 1}}
	asia := aid.Tally{Name: "Asia", Requests: 3, Asked: usd(1_485_000), Matches: 4, Published: 2, Committed: usd(200_000), Paid: usd(50_000), States: 48, Reported: 3, Achieved: map[aid.Unit]int64{aid.OfficialsTrained: 24}}
	all := aid.Tally{Requests: 5, Asked: usd(1_565_000), Matches: 5, Published: 2, Committed: usd(200_000), Paid: usd(50_000), States: 102, Reported: 5, Achieved: map[aid.Unit]int64{aid.WeaponsDestroyed: 1_200, aid.OfficialsTrained: 24, aid.StatesHelped: 1}}
	centre, none := asia, africa
	centre.Name, none.Name = "UNRCPD", ""
	return Dossier{
		Subject: aid.Subject{Year: 2026}, Register: register(),
		Yearly: aid.Yearly{Year: 2026, Offers: 41, All: all, Regions: []aid.Tally{africa, asia}, Centres: []aid.Tally{none, centre}, Unrated: 1},
	}
}

// A text in another language says so, and gives way to its translation as long as that is one of the text as it is.
func TestTextsComeInTheLanguageOfThePaperWhereTheyCan(t *testing.T) {
	d := dossier()
	request := lone().Request
	for _, c := range []struct {
		name        string
		translation aid.Translation
		has, hasNot string
	}{
		{"none", aid.Translation{}, "Written in Arabic; no translation has been entered.", "Translat"},
		{"whole", aid.Translation{RequestID: "RQ021", Language: "en", Original: request.Texts().Digest(), Texts: aid.Texts{Need: "A campaign", Quantity: "12 towns"}},
			"Translation. The original is in Arabic.", "حملة"},
		{"part", aid.Translation{RequestID: "RQ021", Language: "en", Original: request.Texts().Digest(), Texts: aid.Texts{Need: "A campaign"}},
			"Translated in part.", "حملة"},
		{"stale", aid.Translation{RequestID: "RQ021", Language: "en", Original: "of an older text", Texts: aid.Texts{Need: "A campaign"}}, "Written in Arabic", "A campaign"},
		{"other language", aid.Translation{RequestID: "RQ021", Language: "fr", Original: request.Texts().Digest(), Texts: aid.Texts{Need: "Une campagne"}}, "Written in Arabic", "Une campagne"},
	} {
		d.Translations = []aid.Translation{c.translation}
		page := write(t, d)
		if !strings.Contains(page, c.has) || strings.Contains(page, c.hasNot) {
			t.Errorf("%s: the page lacks %q or has %q", c.name, c.has, c.hasNot)
		}
	}
}

// The paper of a joint request has what is joined first, then each member's own paper, in every language with the same
// figures.
func TestAJointPaperHasThePapersOfItsMembers(t *testing.T) {
	other := lone()
	other.Request.ID = "RQ077"
	d := dossier()
	d.Subject, d.Items = aid.Subject{Bundle: "B1"}, []Item{other, flagged()}
	want := figuresIn(columnsOf(Proposal(d, english(t))))
	for _, lang := range sixLanguages {
		doc := Proposal(d, inLanguage(t, lang))
		var ids []string
		for _, s := range doc.Sections {
			if ids = append(ids, s.ID); s.Level != 2 {
				t.Errorf("%s: section %s is of level %d", lang, s.ID, s.Level)
			}
		}
		if diff := cmp.Diff([]string{"bundle-B1", "request-RQ077", "request-RQ003", "method"}, ids); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
		if diff := cmp.Diff(want, figuresIn(columnsOf(doc))); diff != "" {
			t.Errorf("%s: other figures than in English: %s", lang, diff)
		}
		var page bytes.Buffer
		if err := HTML(&page, doc); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"⟦", "<dd></dd>", "<no value>"} {
			if strings.Contains(page.String(), bad) {
				t.Errorf("%s: the paper has %s", lang, bad)
			}
		}
	}
}
