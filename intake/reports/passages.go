package reports

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// Limits of what is made of a chronicle.
const (
	MaxPassages = 2_000
	maxRows     = 40 // past pairings of one passage
	maxTitle    = 120
)

// telling is a chronicle on its way into passages.
type telling struct {
	*Reader
	grammar   grammar
	names     names
	chronicle aid.Chronicle
	bodies    []string // that the chronicle spoke of last
	passages  []aid.Passage
}

// sides are those that a sentence names: who pays, who carries out, who is helped.
type sides struct {
	donors, bodies, helped []string
}

// paragraph makes passages of its sentences. One that does not say again who helps, or whom, means those of before.
func (t *telling) paragraph(p paragraph) {
	var before sides
	for _, sentence := range sentences(clipped(p.text)) {
		text := string(foldText([]rune(sentence)))
		s, results := t.sides(sentence), t.grammar.resultsOf(text)
		if len(s.bodies) == 0 && t.grammar.same.MatchString(text) {
			s.bodies = t.bodies
		}
		if len(s.bodies) > 0 {
			t.bodies = s.bodies
		}
		if len(s.donors)+len(s.bodies) == 0 {
			s.donors, s.bodies = before.donors, before.bodies
		}
		if len(s.helped) == 0 {
			s.helped = before.helped
		}
		before = s
		states := slices.ContainsFunc(s.helped, stateCode.MatchString)
		told := len(results) > 0 || states && t.grammar.helps.MatchString(text) && !t.grammar.plans.MatchString(text)
		if len(s.helped) == 0 && slices.ContainsFunc(results, result.ofStates) {
			s.helped = []string{aid.Everywhere}
		}
		if told && len(s.helped) > 0 && len(s.donors)+len(s.bodies) > 0 && len(t.passages) < MaxPassages {
			t.add(p, sentence, s, results)
		}
	}
}

// sides tells the parts of those that a sentence names.
func (t *telling) sides(sentence string) sides {
	var s sides
	var subjects []string
	runes := []rune(sentence)
	for _, list := range t.lists(runes) {
		first, last := list[0], list[len(list)-1]
		before := t.grammar.filler.ReplaceAllString(string(foldText(runes[max(0, first.From-view):first.From])), "")
		behind := t.grammar.trail.ReplaceAllString(string(foldText(runes[last.To:min(len(runes), last.To+view)])), "")
		gives := t.grammar.gives.MatchString(before + "|" + behind)
		acts := !t.grammar.place.MatchString(before) && t.grammar.acts.MatchString(behind)
		for _, m := range list {
			switch {
			case m.body && t.grammar.does.MatchString(before) && !m.donors:
				s.bodies = append(s.bodies, m.id)
			case gives, m.donors:
				s.donors = append(s.donors, m.id)
			case m.body:
				s.bodies = append(s.bodies, m.id)
			case acts:
				subjects = append(subjects, m.id)
			default:
				s.helped = append(s.helped, m.id)
			}
		}
	}
	if len(s.helped) > 0 { // a State that acts helps where another is helped, and is helped itself elsewhere
		s.donors = append(s.donors, subjects...)
	} else {
		s.helped = subjects
	}
	s.helped = t.narrowest(without(s.helped, s.donors))
	s.donors, s.bodies = without(s.donors, nil), without(s.bodies, s.donors)
	return s
}

// view is how far around a name or number is looked, in characters: a sentence of a hostile text has many of them.
const view = 160

// lists groups the names of a sentence that stand beside each other: all States, or all bodies.
func (t *telling) lists(sentence []rune) [][]mention {
	var all [][]mention
	for _, m := range t.names.in(sentence) {
		if n := len(all); n > 0 {
			last := all[n-1][len(all[n-1])-1]
			between := string(foldText(sentence[last.To:m.From]))
			apart := len(all[n-1]) == 1 && t.grammar.parts.MatchString(between)
			if last.body == m.body && !apart && t.grammar.joins.MatchString(between) {
				all[n-1] = append(all[n-1], m)
				continue
			}
		}
		all = append(all, []mention{m})
	}
	return all
}

// without drops what came before, and the others.
func without(ids, others []string) []string {
	var kept []string
	for _, id := range ids {
		if !slices.Contains(kept, id) && !slices.Contains(others, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// narrowest leaves out areas where States are named.
func (t *telling) narrowest(ids []string) []string {
	if states := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !stateCode.MatchString(id) }); len(states) > 0 {
		return states
	}
	return ids
}

var stateCode = regexp.MustCompile(`^[A-Z]{3}$`)

// add drafts the past pairings of a sentence: one for each that was helped and each result.
func (t *telling) add(p paragraph, sentence string, s sides, results []result) {
	sum := sha256.Sum256([]byte(p.number + "\x00" + sentence))
	id := cmp.Or(p.number, "0") + "-" + hex.EncodeToString(sum[:4])
	passage := aid.Passage{
		ID: aid.PassageID(string(t.chronicle.ID) + "." + id), ChronicleID: t.chronicle.ID, Seq: len(t.passages) + 1,
		Paragraph: p.number, Where: p.where, Words: sentence, State: aid.FindingOpen, Version: 1,
	}
	if slices.ContainsFunc(t.passages, func(other aid.Passage) bool { return other.ID == passage.ID }) {
		return
	}
	common := t.draft(passage, s)
	if len(results) == 0 {
		results = []result{{}}
	}
	for _, helped := range s.helped {
		for _, x := range results {
			if len(passage.Drafted) < maxRows {
				row := common.of(helped, len(s.helped), x)
				row.ID = aid.PairingID(string(t.chronicle.ID) + "-" + id + "-" + strconv.Itoa(len(passage.Drafted)+1))
				passage.Drafted = append(passage.Drafted, row)
			}
		}
	}
	t.passages = append(t.passages, passage)
}

type draftRow struct{ aid.Pairing }

// draft is what the past pairings of a sentence have in common.
func (t *telling) draft(p aid.Passage, s sides) draftRow {
	x := aid.Pairing{
		Project: string(t.chronicle.ID) + "-" + cmp.Or(p.Paragraph, strconv.Itoa(p.Seq)), Title: titleOf(p.Words),
		Donors: aid.List[aid.PartyID]{}, Implementer: strings.Join(s.bodies, "; "), Themes: aid.List[aid.ThemeID]{},
		Evidence: p.Words, Source: t.chronicle.Symbol,
	}
	if p.Paragraph != "" {
		x.Source += ", para. " + p.Paragraph
	}
	for _, donor := range s.donors {
		x.Donors = append(x.Donors, aid.PartyID(donor))
	}
	themes, kinds := t.subjects(p.Words)
	for _, theme := range themes {
		x.Themes = append(x.Themes, aid.ThemeID(theme))
	}
	x.Kinds = kinds
	x.Amount, _ = costs(p.Words, aid.NoCurrency)
	x.Ran = ran(p.Words, t.chronicle.ReadAt.Year())
	return draftRow{x}
}

// titleOf is the beginning of a sentence.
func titleOf(sentence string) string {
	runes := []rune(strings.Join(strings.Fields(sentence), " "))
	if len(runes) <= maxTitle {
		return string(runes)
	}
	return string(runes[:maxTitle-1]) + "…"
}

// unitThemes are the themes of what was achieved.
var unitThemes = map[aid.Unit]aid.ThemeID{
	aid.WeaponsDestroyed: "surplus_destruction", aid.RoundsDestroyed: "ammunition", aid.OfficialsTrained: "capacity_training",
	aid.StoresUpgraded: "stockpile", aid.LawsAdopted: "legislation",
}

// of is the row of one that was helped, of so many, with one result. What several share is said of each, and that they do.
func (d draftRow) of(helped string, many int, x result) aid.Pairing {
	row := d.Pairing
	row.BeneficiaryID, row.Role = helped, "direct"
	if !stateCode.MatchString(helped) {
		row.Role = "group"
	}
	if theme, known := unitThemes[x.unit]; known {
		row.Themes = aid.List[aid.ThemeID]{theme}
	}
	var notes []string
	if x.note != "" {
		notes = append(notes, x.note)
	}
	if row.Amount.Known() {
		row.AmountScope = "this beneficiary"
	}
	if many > 1 {
		if x.quantity > 0 {
			notes = append(notes, "in all, of "+strconv.Itoa(many)+" beneficiaries")
		}
		if row.Amount.Known() {
			row.AmountScope = "whole project (repeated on each beneficiary row: count once per project_key)"
		}
	}
	row.Result, row.ResultUnit, row.ResultNote = x.quantity, string(x.unit), strings.Join(notes, "; ")
	return row
}

var (
	cited      = regexp.MustCompile(`[(（]\s*(?:19|20)\d\d\s*[)）]`) // the year of a resolution
	monthNames = regexp.MustCompile(`(?i)\b(january|february|march|april|may|june|july|august|september|october|november|december),?\s+(20\d\d)`)
	months     = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

// ran is when what a sentence tells of was done, at the latest in a year.
func ran(sentence string, latest int) aid.Period {
	plain := cited.ReplaceAllString(plainText(sentence), "")
	plain = monthNames.ReplaceAllStringFunc(plain, func(text string) string {
		match := monthNames.FindStringSubmatch(text)
		number := slices.Index(months, strings.ToLower(match[1])) + 1
		return match[2] + "-" + pad(number)
	})
	return datesIn(plain, latest-25, latest)
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
