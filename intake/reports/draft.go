package reports

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// ask is one wish for help: the answers that belong to it.
type ask struct {
	wish, need *aid.ReportAnswer
	more       map[aid.Asks]string
	theme      aid.ThemeID
}

// drafting is a report on its way into findings.
type drafting struct {
	*Reader
	report   aid.Report
	franc    string
	general  map[aid.Asks]string // of the report as a whole
	asks     []*ask
	others   []aid.ReportAnswer
	findings []aid.Finding
}

// Draft makes a finding of each help that a report asks for, then of each sentence elsewhere that tells of a lack.
func (r *Reader) Draft(report aid.Report) []aid.Finding {
	p := &drafting{Reader: r, report: report, franc: francOf(report.PartyID), general: map[aid.Asks]string{}}
	for _, answer := range report.Answers {
		answer.Text = clipped(answer.Text)
		p.sort(&answer)
	}
	for _, a := range p.asks {
		p.ask(a)
	}
	for _, answer := range p.others {
		p.hints(answer, answer.Text)
	}
	for i := range p.findings {
		p.findings[i].Seq = i + 1
	}
	return p.findings
}

// longestAnswer is how much of an answer is looked at, in bytes: five pages.
const longestAnswer = 20_000

func clipped(text string) string {
	if len(text) <= longestAnswer {
		return text
	}
	return strings.ToValidUTF8(text[:longestAnswer], "")
}

// full says that there are as many findings as may be.
func (p *drafting) full() bool { return len(p.findings) >= MaxFindings }

// sort puts an answer to the wish that it belongs to, or to what is said in general.
func (p *drafting) sort(answer *aid.ReportAnswer) {
	var last *ask
	if len(p.asks) > 0 && (p.asks[len(p.asks)-1].theme == answer.Theme || answer.Theme == "" && answer.Asks != aid.AsksNeed) {
		last = p.asks[len(p.asks)-1]
	}
	switch {
	case answer.Asks == aid.AsksFact:
		p.others = append(p.others, *answer)
	case answer.Asks == aid.AsksWish, answer.Asks == aid.AsksNeed && (last == nil || last.need != nil):
		p.asks = append(p.asks, &ask{theme: answer.Theme, more: map[aid.Asks]string{}})
		last = p.asks[len(p.asks)-1]
		if answer.Asks == aid.AsksWish {
			last.wish = answer
		} else {
			last.need = answer
		}
	case answer.Asks == aid.AsksNeed:
		last.need = answer
	case last == nil || answer.Asks == aid.AsksContact:
		p.general[answer.Asks] = answer.Text
	case last.more[answer.Asks] == "":
		last.more[answer.Asks] = answer.Text
	}
}

// ask makes a request of a wish, unless the answer is no.
func (p *drafting) ask(a *ask) {
	if p.full() {
		return
	}
	var wish aid.Answer
	var words []string
	from := a.need
	for _, answer := range []*aid.ReportAnswer{a.wish, a.need} {
		if answer == nil {
			continue
		}
		yes, rest := said(answer.Text)
		wish = cmp.Or(wish, yes)
		if rest != "" {
			words = append(words, rest)
			from = cmp.Or(from, answer)
		}
		from = cmp.Or(from, answer)
	}
	need := strings.Join(words, "\n")
	switch {
	case wish == aid.No && a.need == nil, wish == aid.No && need == "":
		if need != "" { // no help is wanted, but more is said
			p.hints(*from, need)
		}
		return
	case need == "" && wish == "":
		return
	}
	p.request(*from, a, cmp.Or(need, from.Text))
}

func (p *drafting) request(from aid.ReportAnswer, a *ask, need string) {
	r := p.draft(from, need)
	amount, firstStage := costs(joinLines(a.more[aid.AsksCost], need), p.franc)
	if own, _ := costs(a.more[aid.AsksFirstStage], p.franc); own.Known() {
		firstStage = own
	}
	r.Amount, r.FirstStage = amount, firstStage
	if r.FirstStage.Currency == r.Amount.Currency && r.FirstStage.Minor > r.Amount.Minor {
		r.FirstStage = aid.Money{}
	}
	r.Quantity = cmp.Or(a.more[aid.AsksQuantity], quantity(need))
	r.Wanted = wanted(joinLines(a.more[aid.AsksWhen], need), p.report.Year)
	r.Implementer = a.more[aid.AsksImplementer]
	r.Contact = p.general[aid.AsksContact]
	r.DrawnUp, _ = said(cmp.Or(a.more[aid.AsksDrawnUp], p.general[aid.AsksDrawnUp]))
	r.Endorsed, _ = said(cmp.Or(a.more[aid.AsksEndorsed], p.general[aid.AsksEndorsed]))
	r.Provenance.Evidence = "explicit request"
	p.add(aid.FoundRequest, from, need, nil, r)
}

// draft is what a request and a hint have in common.
func (p *drafting) draft(from aid.ReportAnswer, need string) aid.Request {
	state := string(p.report.PartyID)
	r := aid.Request{
		RequesterID: p.report.PartyID, Need: need, Countries: aid.EqualShares([]string{state}), KindsRead: true,
		Consent: aid.ConsentNone, Status: aid.Draft, Asked: p.asked(),
		Provenance: aid.Provenance{
			Instrument: p.report.Instrument, ReportYear: p.report.Year, Question: from.Question, Words: need,
			Channel: "national report", Source: p.report.File,
		},
	}
	themes, kinds := p.subjects(need)
	if from.Theme != "" {
		themes = []string{string(from.Theme)}
	}
	r.Themes, r.Kinds = aid.EqualShares(themes), kinds
	return r
}

func (p *drafting) asked() aid.Period {
	year := aid.Date(strconv.Itoa(p.report.Year))
	return aid.Period{From: year, To: year}
}

// hints makes a finding of each sentence that tells of a lack.
func (p *drafting) hints(from aid.ReportAnswer, text string) {
	for _, sentence := range sentences(text) {
		if p.full() {
			return
		}
		marks := p.lacks.in(sentence, cmp.Or(Language(sentence), p.report.Language))
		if len(marks) == 0 || len([]rune(sentence)) < 8 {
			continue
		}
		r := p.draft(from, sentence)
		if themes, _ := p.subjects(sentence); len(themes) > 0 { // a sentence may speak of another theme than its question
			r.Themes = aid.EqualShares(themes[:1])
		}
		r.Amount, r.FirstStage = costs(sentence, p.franc)
		r.Quantity, r.Provenance.Evidence = quantity(sentence), "hint in a report"
		p.add(aid.FoundHint, from, sentence, marks, r)
	}
}

// MaxFindings is how many findings are made of one report; nobody would decide on more.
const MaxFindings = 500

func (p *drafting) add(kind aid.FindingKind, from aid.ReportAnswer, words string, marks []aid.Span, r aid.Request) {
	f := aid.Finding{
		ID: aid.NewFindingID(p.report.ID, kind, from.Question, words), ReportID: p.report.ID, PartyID: p.report.PartyID, Kind: kind,
		Question: from.Question, Where: from.Where, Words: words, Marks: marks, State: aid.FindingOpen, Version: 1,
	}
	saidBefore := func(other aid.Finding) bool { return other.ID == f.ID }
	if slices.ContainsFunc(p.findings, saidBefore) {
		return
	}
	r.ID = f.NewRequestID()
	f.Drafted = aid.Drafted{Request: r}
	p.findings = append(p.findings, f)
}

// subjects are the themes that a text speaks of, the one with most words first, and the kinds of help.
func (r *Reader) subjects(text string) (themes []string, kinds aid.List[aid.HelpKind]) {
	weights := map[string]int{}
	for _, term := range r.words.Terms(text) {
		weights[term.Subject] += term.Words
	}
	for _, kind := range aid.HelpKinds {
		if weights[string(kind)] > 0 {
			kinds = append(kinds, kind)
		}
		delete(weights, string(kind))
	}
	return strongest(weights), kinds
}

// strongest keeps the themes that have at least half of the weight of the first.
func strongest(weights map[string]int) []string {
	themes := slices.SortedFunc(maps.Keys(weights), func(a, b string) int {
		return cmp.Or(weights[b]-weights[a], strings.Compare(a, b))
	})
	for i, theme := range themes {
		if 2*weights[theme] < weights[themes[0]] {
			return themes[:i]
		}
	}
	return themes
}

// Themes are the themes that a text speaks of, the clearest first.
func (r *Reader) Themes(text string) []string {
	themes, _ := r.subjects(text)
	return themes
}

// Lacks marks the words of a sentence in a language that tell of a lack.
func (r *Reader) Lacks(sentence, lang string) []aid.Span { return r.lacks.in(sentence, lang) }
