package papers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ploughshare/aid"
)

// xmllint runs Debian's xmllint.
func xmllint(t *testing.T, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	out, err := exec.Command("xmllint", append([]string{"--nonet"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("xmllint %v: %v\n%.2000s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// activities are one under way with money and results, one that is closed, and one in the pipeline of which little is
// known. Their States are real, since IATI knows no others.
func activities() []Activity {
	at := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	carried, waiting := shared().Request, lone().Request
	carried.Status, carried.UpdatedAt, waiting.UpdatedAt = aid.UnderWay, at, at
	carried.Countries = aid.List[aid.Share]{{Code: "TGO", Percent: 60}, {Code: "MLI", Percent: 40}}
	waiting.Countries, waiting.Themes = aid.EqualShares([]string{"COD"}), nil
	closed := carried
	closed.Status, closed.Wanted = aid.Completed, aid.Period{From: "2026", To: "2025"}
	norhavn, _ := register().Party("NOH")
	pool, _ := register().Party("pool")
	money := []aid.Commitment{
		{ID: "A.C1", DonorID: "NOH", Kind: aid.Pledged, Amount: usd(300_000), MadeOn: "2026-05-01"},
		{ID: "A.C2", DonorID: "NOH", Kind: aid.Firm, Amount: aid.Money{Minor: 20_000_050, Currency: "EUR"}, MadeOn: "2026-06-01"},
		{ID: "A.C3", DonorID: "NOH", Kind: aid.Disbursed, Amount: aid.Money{Minor: 9_000, Currency: "JPY"}, MadeOn: "2026-07-01"},
		{ID: "A.C4", DonorID: "NOH", Kind: aid.Firm, Amount: usd(1), MadeOn: "2026-06-01", Cancelled: "2026-06-02"},
	}
	results := []aid.Result{
		{RequestID: "RQ010", By: "MAR-A", Unit: aid.OfficialsTrained, Quantity: 24, AchievedOn: "2026-02"},
		{RequestID: "RQ010", By: "MAR-A", Unit: aid.OfficialsTrained, Quantity: 6, AchievedOn: "2026"},
	}
	return []Activity{
		{Request: waiting, Proposal: aid.Proposal{ID: "R2026-1.RQ021.OF001"}, Donors: []aid.Party{pool}, AsOf: "2026-11-24"},
		{Request: carried, Proposal: aid.Proposal{ID: "R2026-1.RQ010.OF045"}, Donors: []aid.Party{norhavn}, Commitments: money, Results: results, AsOf: "2026-11-24"},
		{Request: closed, Proposal: aid.Proposal{ID: "R2026-1.RQ010.OF001"}, Donors: []aid.Party{norhavn, pool}, Commitments: money[1:2], AsOf: "2026-11-24"},
	}
}

func TestActivitiesAreValidIATI(t *testing.T) {
	var out bytes.Buffer
	if err := IATI(&out, UnitedNations, activities(), register(), english(t)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<value currency="EUR" value-date="2026-06-01">200000.50</value>`, `<value currency="JPY" value-date="2026-07-01">9000</value>`,
		`<actual value="30"/>`, `<period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/>`, `<narrative xml:lang="ar">`,
		`<recipient-country code="TG" percentage="60"/>`, `<activity-status code="1"/>`, `<activity-status code="2"/>`, `<activity-status code="4"/>`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if strings.Contains(out.String(), "A.C4") {
		t.Error("the file has what was cancelled")
	}
	file := filepath.Join(t.TempDir(), "activities.xml")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	xmllint(t, "--noout", "--schema", "testdata/iati-2.03/iati-activities-schema.xsd", file)
	checkRules(t, file)
}

// rule is one of the standard ruleset; which fields it has depends on its kind.
type rule struct {
	Paths, Prefix                        []string
	Condition, If, Then, One, Less, More string
	IDCondition                          string
	Sum, Min, Max                        float64
	Foreach                              string
	RuleInfo                             struct{ ID, Message string }
}

// checkRules holds a file against the rules that the schema cannot say. A rule is an XPath that each element must meet;
// the few on the form of identifiers are looked at by other tests.
func checkRules(t *testing.T, file string) {
	text, err := os.ReadFile("testdata/iati-2.03/standard.json")
	if err != nil {
		t.Fatal(err)
	}
	var rules map[string]map[string]struct{ Cases []rule }
	if err := json.Unmarshal(text, &rules); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for context, kinds := range rules {
		for kind, list := range kinds {
			for _, r := range list.Cases {
				must := r.xpath(kind)
				if must == "" || strings.HasPrefix(context, "/iati-organisations") {
					continue
				}
				checked++
				var elements []string
				for part := range strings.SplitSeq(context, " | ") {
					elements = append(elements, fmt.Sprintf("count(%s[not(%s)])", part, must))
				}
				if n := xmllint(t, "--xpath", strings.Join(elements, " + "), file); n != "0" {
					t.Errorf("%s, %s: %s elements break the rule: %s", context, r.RuleInfo.ID, n, r.RuleInfo.Message)
				}
			}
		}
	}
	if checked < 40 {
		t.Errorf("only %d rules were checked", checked)
	}
}

// xpath is what an element must meet, "" for the kinds that are not checked.
func (r rule) xpath(kind string) string {
	unless := "false()"
	if r.Condition != "" {
		unless = "not(" + r.Condition + ")"
	}
	number := func(date string) string {
		if date == "NOW" {
			return "20261124"
		}
		return "number(translate(" + date + ", '-', ''))"
	}
	switch kind {
	case "atleast_one":
		return unless + " or " + strings.Join(r.Paths, " or ")
	case "no_more_than_one":
		return fmt.Sprintf("%s or count(%s) <= 1", unless, strings.Join(r.Paths, " | "))
	case "strict_sum":
		return fmt.Sprintf("%s or sum(%s) = %v", unless, strings.Join(r.Paths, " | "), r.Sum)
	case "if_then":
		return fmt.Sprintf("not(%s) or (%s)", r.If, r.Then)
	case "one_or_all":
		return r.One
	case "range":
		return fmt.Sprintf("not(%s[. < %v or . > %v])", strings.Join(r.Paths, " | "), r.Min, r.Max)
	case "date_order":
		return fmt.Sprintf("not(%s) or not(%s) or %s <= %s", r.Less, orTrue(r.More), number(r.Less), number(r.More))
	case "unique":
		return fmt.Sprintf("not(%s = %s)", r.Paths[0], r.Paths[1])
	case "startswith":
		if r.IDCondition == "" {
			return fmt.Sprintf("starts-with(%s, concat(%s, '-'))", r.Paths[0], r.Prefix[0])
		}
	case "loop": // over vocabularies that we do not use
		return fmt.Sprintf("not(%s)", r.Foreach)
	}
	return ""
}

func orTrue(date string) string {
	if date == "NOW" {
		return "true()"
	}
	return date
}
