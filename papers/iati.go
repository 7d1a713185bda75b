package papers

import (
	"cmp"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"

	"golang.org/x/text/language"

	"ploughshare/aid"
	"ploughshare/locale"
)

//go:embed iati/activities.xml
var iatiFiles embed.FS

var iatiSheet = template.Must(template.New("").Funcs(template.FuncMap{"xml": escaped, "lang": xmlLang}).ParseFS(iatiFiles, "iati/*.xml"))

// Activity is a pairing that has money, or is on the way to it, with what IATI asks of it.
type Activity struct {
	Request     aid.Request
	Proposal    aid.Proposal
	Donors      []aid.Party
	Commitments []aid.Commitment // to the proposal
	Results     []aid.Result     // of the request; where several pairings share it, the first one carries them
	AsOf        aid.Date         // of the round
}

// Reporter is who publishes: its IATI organisation identifier and its type of the OrganisationType list.
type Reporter struct{ Ref, Type, Name string }

// UnitedNations stands for the secretariat until a house sets its own: the DAC's code of UN agencies, funds and commissions.
var UnitedNations = Reporter{Ref: "XM-DAC-41000", Type: "40", Name: "United Nations"}

// smallArms is the DAC purpose code for reintegration and small-arms control.
const smallArms = "15240"

// Codes of IATI's lists.
const (
	iatiPledge, iatiCommitment, iatiDisbursement = "13", "2", "3"
	iatiPipeline, iatiImplementation, iatiClosed = "1", "2", "4"
	iatiGovernment, iatiMultilateral             = "10", "40"
)

// iatiActivity is an Activity in the terms of IATI 2.03.
type iatiActivity struct {
	ID, Updated, Language, Title, Need, Objective, Implementer, Status, Start, End string
	Reporter                                                                       Reporter
	Donors                                                                         []Reporter
	Countries, Sectors                                                             []aid.Share
	Transactions                                                                   []iatiTransaction
	Results                                                                        []iatiResult
}

type iatiTransaction struct{ ID, Type, On, Value, Currency, Donor string }

type iatiResult struct {
	Unit, From, To string
	Quantity       int64
}

// IATI writes activities as IATI 2.03 XML, by order of their ids.
func IATI(w io.Writer, reporter Reporter, activities []Activity, reg *aid.Register, p locale.Printer) error {
	var all []iatiActivity
	for _, a := range slices.SortedFunc(slices.Values(activities), func(x, y Activity) int { return cmp.Compare(x.Proposal.ID, y.Proposal.ID) }) {
		all = append(all, a.iati(reporter, reg, p))
	}
	return iatiSheet.ExecuteTemplate(w, "activities.xml", all)
}

func (a Activity) iati(reporter Reporter, reg *aid.Register, p locale.Printer) iatiActivity {
	r := a.Request
	x := iatiActivity{
		ID: reporter.Ref + "-" + string(a.Proposal.ID), Updated: r.UpdatedAt.UTC().Format("2006-01-02T15:04:05Z"),
		Language: r.WrittenIn(), Title: r.Heading(), Need: r.Need, Objective: r.Objective, Implementer: r.Implementer,
		Status: a.status(), Reporter: reporter, Countries: a.countries(), Sectors: a.sectors(reg),
	}
	x.Start, x.End = a.planned()
	for _, donor := range a.Donors {
		kind := map[aid.PartyKind]string{aid.State: iatiGovernment, aid.Fund: iatiMultilateral}[donor.Kind]
		x.Donors = append(x.Donors, Reporter{Type: kind, Name: donor.Name("en")})
	}
	for _, c := range a.Commitments {
		if c.Stands() {
			x.Transactions = append(x.Transactions, transaction(c, p))
		}
	}
	for _, result := range aid.Achievements(r, a.Results) {
		from, to := reportedIn(a.Results, result.Unit)
		x.Results = append(x.Results, iatiResult{p.Name("unit", string(result.Unit)), from, to, result.Counted})
	}
	return x
}

// status is in the pipeline until money is committed, and closed when the request is completed.
func (a Activity) status() string {
	firm := slices.ContainsFunc(a.Commitments, func(c aid.Commitment) bool { return c.Stands() && c.Kind != aid.Pledged })
	switch {
	case !firm:
		return iatiPipeline
	case a.Request.Status == aid.Completed:
		return iatiClosed
	}
	return iatiImplementation
}

// planned are the first and the last day: as wanted, else the first day is that of the first money, or of the round. An
// end that is not known, or not after the first day, is left out.
func (a Activity) planned() (start, end string) {
	first := a.AsOf
	for _, c := range a.Commitments {
		if c.Stands() && c.MadeOn < first {
			first = c.MadeOn
		}
	}
	day := aid.DateOf(first.First())
	if a.Request.Wanted.From != "" {
		day = aid.DateOf(a.Request.Wanted.From.First())
	}
	if last := a.Request.Wanted.To; last != "" && day < aid.DateOf(last.Last()) {
		end = string(aid.DateOf(last.Last()))
	}
	return string(day), end
}

// countries are the shares by ISO 3166-1 alpha-2 codes.
func (a Activity) countries() []aid.Share {
	var shares []aid.Share
	for _, share := range a.Request.Countries {
		if region, err := language.ParseRegion(share.Code); err == nil {
			shares = append(shares, aid.Share{Code: region.String(), Percent: share.Percent})
		}
	}
	if len(shares) < len(a.Request.Countries) {
		return nil // a part of them would not add up to a hundred
	}
	return shares
}

// sectors are the shares of themes by the first purpose code that the DAC has for each.
func (a Activity) sectors(reg *aid.Register) []aid.Share {
	var shares []aid.Share
	for _, share := range a.Request.Themes {
		code := smallArms
		if theme, known := reg.Theme(aid.ThemeID(share.Code)); known && len(theme.DAC) > 0 {
			code = theme.DAC[0]
		}
		i := slices.IndexFunc(shares, func(s aid.Share) bool { return s.Code == code })
		if i < 0 {
			shares = append(shares, aid.Share{Code: code, Percent: share.Percent})
			continue
		}
		shares[i].Percent += share.Percent
	}
	if len(shares) == 0 {
		return []aid.Share{{Code: smallArms, Percent: 100}}
	}
	return shares
}

func transaction(c aid.Commitment, p locale.Printer) iatiTransaction {
	value, currency, _ := strings.Cut(c.Amount.String(), " ")
	kind := map[aid.CommitmentKind]string{aid.Pledged: iatiPledge, aid.Firm: iatiCommitment, aid.Disbursed: iatiDisbursement}[c.Kind]
	return iatiTransaction{string(c.ID), kind, string(c.MadeOn), value, currency, p.Name("party", string(c.DonorID))}
}

// reportedIn is from when until when the results of a unit were achieved.
func reportedIn(results []aid.Result, unit aid.Unit) (from, to string) {
	for _, x := range results {
		if x.Unit != unit {
			continue
		}
		first, last := string(aid.DateOf(x.AchievedOn.First())), string(aid.DateOf(x.AchievedOn.Last()))
		if from == "" || first < from {
			from = first
		}
		to = max(to, last)
	}
	return from, to
}

// xmlLang names the language of a text that is not in that of the file.
func xmlLang(lang string) string {
	if lang == "" || lang == "en" {
		return ""
	}
	return fmt.Sprintf(` xml:lang="%s"`, lang)
}
