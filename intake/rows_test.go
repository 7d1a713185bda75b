package intake

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
)

const (
	requestHead = "id,requester_iso3,requester,requester_kind,theme,countries,What is asked,budget_amount,budget_currency,first_stage,year,wanted_from,wanted_to,endorsed,report_year,kinds,consent\n"
	offerHead   = "donor,programme,offer_kind,regions,amount,currency,cap_per_project,min_project,themes\n"
	pairingHead = "beneficiary_iso3,beneficiary,title,donor,result_quantity\n"
	partyHead   = "id,kind,name_en,name_fr,ldc,roles\n"
)

func TestBadRowsSayWhatIsWrongAndWhere(t *testing.T) {
	for _, test := range []struct {
		head, row, column, key string
	}{
		{requestHead, "RQ 1,TGO,,,,,x,,,,,,,,,,", "id", "id_malformed"},
		{requestHead, ",TGO,,,,,,,,,,,,,,,", "What is asked", "required"},
		{requestHead, ",,,,,,x,,,,,,,,,,", "requester", "required"},
		{requestHead, ",TOG,,,,,x,,,,,,,,,,", "requester_iso3", "unknown_code_suggest"},
		{requestHead, ",,Tgoo,,,,x,,,,,,,,,,", "requester", "unknown_name_suggest"},
		{requestHead, ",,Atlantis,,,,x,,,,,,,,,,", "requester", "unknown_name"},
		{requestHead, ",TGO,Ghana,,,,x,,,,,,,,,,", "requester", "code_and_name_differ"},
		{requestHead, ",TGO,,alien,,,x,,,,,,,,,,", "requester_kind", "not_listed"},
		{requestHead, ",TGO,,,guns,,x,,,,,,,,,,", "theme", "unknown_theme"},
		{requestHead, ",TGO,,,marking:60;stockpile:30,,x,,,,,,,,,,", "theme", "shares_total"},
		{requestHead, ",TGO,,,marking:60;stockpile,,x,,,,,,,,,,", "theme", "shares_incomplete"},
		{requestHead, ",TGO,,,marking:most,,x,,,,,,,,,,", "theme", "share_malformed"},
		{requestHead, ",TGO,,,,XYZ,x,,,,,,,,,,", "countries", "unknown_country"},
		{requestHead, `,TGO,,,,,x,"1,5",EUR,,,,,,,,`, "budget_amount", "amount_malformed"},
		{requestHead, `,TGO,,,,,x,"1.350.000,00",EUR,,,,,,,,`, "budget_amount", "amount_malformed"},
		{requestHead, `,TGO,,,,,x,"1,350 000",EUR,,,,,,,,`, "budget_amount", "amount_malformed"},
		{requestHead, ",TGO,,,,,x,0,EUR,,,,,,,,", "budget_amount", "amount_not_positive"},
		{requestHead, ",TGO,,,,,x,-5,EUR,,,,,,,,", "budget_amount", "amount_not_positive"},
		{requestHead, ",TGO,,,,,x,99999999999999999999,EUR,,,,,,,,", "budget_amount", "amount_too_large"},
		{requestHead, ",TGO,,,,,x,10.005,EUR,,,,,,,,", "budget_amount", "amount_too_fine"},
		{requestHead, ",TGO,,,,,x,10.50,,,,,,,,,", "budget_amount", "cents_without_currency"},
		{requestHead, ",TGO,,,,,x,10 EUR,USD,,,,,,,,", "budget_amount", "currencies_differ"},
		{requestHead, ",TGO,,,,,x,10,$,,,,,,,,", "budget_currency", "unknown_currency"},
		{requestHead, ",TGO,,,,,x,10,EUR,20,,,,,,,", "first_stage", "first_stage_above_amount"},
		{requestHead, ",TGO,,,,,x,,,,24/3/2016,,,,,,", "year", "period_malformed"},
		{requestHead, ",TGO,,,,,x,,,,,soon,,,,,", "wanted_from", "date_malformed"},
		{requestHead, ",TGO,,,,,x,,,,,2028,2027,,,,", "wanted_to", "period_reversed"},
		{requestHead, ",TGO,,,,,x,,,,,,,maybe,,,", "endorsed", "answer_malformed"},
		{requestHead, ",TGO,,,,,x,,,,,,,,MMXX,,", "report_year", "number_malformed"},
		{requestHead, ",TGO,,,,,x,,,,,,,,,prayer,", "kinds", "not_listed"},
		{requestHead, ",TGO,,,,,x,,,,,,,,,,everybody", "consent", "not_listed"},
		{requestHead, ",TGO,,,,,x", "", "cells_count"},
		{requestHead, `,TGO,a"b,,,,x,,,,,,,,,,`, "", "quotes_broken"},
		{requestHead, ",TGO,,,,," + strings.Repeat("x", maxCell+1) + ",,,,,,,,,,", "What is asked", "cell_too_long"},
		{offerHead, "same,P,pledge,,,,,,", "donor", "same_as_nothing"},
		{offerHead, "GRE,P,pledge,,,,,,", "donor", "unknown_code_suggest"},
		{offerHead, ",P,pledge,,,,,,", "donor", "required"},
		{offerHead, "DEU,,pledge,,,,,,", "programme", "required"},
		{offerHead, "DEU,P,gift,,,,,,", "offer_kind", "not_listed"},
		{offerHead, "DEU,P,pledge,KNE,,,,,", "regions", "unknown_code_suggest"},
		{offerHead, "DEU,P,pledge,Sahel (MLI NRE),,,,,", "regions", "unknown_code_suggest"},
		{offerHead, "DEU,P,pledge,,,EUR,10,20,", "min_project", "min_above_max"},
		{offerHead, "DEU,P,pledge,,,,,,guns", "themes", "unknown_theme"},
		{pairingHead, ",Middle Earth,T,,", "beneficiary", "unknown_name"},
		{pairingHead, "TGO,,,,", "title", "required"},
		{pairingHead, "TGO,,T,,some", "result_quantity", "number_malformed"},
		{partyHead, "X Y,state,N,,,", "id", "id_malformed"},
		{partyHead, "XY,planet,N,,,", "kind", "not_listed"},
		{partyHead, "XY,state,N,,perhaps,", "ldc", "answer_malformed"},
		{partyHead, "XY,state,N,,,king", "roles", "not_listed"},
	} {
		row := one(t, test.head+test.row+"\n")
		if len(row.Problems) != 1 {
			t.Errorf("%.60s: %v, want %s", test.row, row.Problems, test.key)
			continue
		}
		p := row.Problems[0]
		if p.Line != 2 || p.Column != test.column || p.Key != test.key {
			t.Errorf("%.60s: line %d, %s: %s, want %s: %s", test.row, p.Line, p.Column, p.Key, test.column, test.key)
		}
		if row.Request != nil || row.Offer != nil || row.Pairing != nil || row.Party != nil {
			t.Errorf("%.60s: a record with problems", test.row)
		}
	}
}

func TestSuggestionsNameTheNearest(t *testing.T) {
	for row, want := range map[string]string{",TOG,,,,,x,,,,,,,,,,": "TGO", ",,Tgoo,,,,x,,,,,,,,,,": "Togo", ",,Algerai,,,,x,,,,,,,,,,": "Algeria"} {
		if got := one(t, requestHead+row+"\n").Problems[0].Args["suggestion"]; got != want {
			t.Errorf("%s: %q, want %q", row, got, want)
		}
	}
}

func TestTheSameIDTwiceNamesTheFirstLine(t *testing.T) {
	all := rows(t, "a.csv", []byte("id,requester,need\nA,Togo,\"x\ny\"\n\nB,Mali,y\nA,Ghana,z\n"))
	if len(all) != 3 || all[2].Line != 6 || len(all[2].Problems) != 1 {
		t.Fatalf("%+v", all)
	}
	if p := all[2].Problems[0]; p.Key != "id_twice" || p.Args["first"] != "2" {
		t.Errorf("%+v", p)
	}
}

func TestAVagueRequestIsTakenIn(t *testing.T) {
	row := one(t, "country,need\nMoldova,help\n")
	if len(row.Problems) > 0 || row.Request.RequesterID != "MDA" || row.Request.Amount.Known() || row.Request.ID == "" {
		t.Errorf("%+v", row)
	}
}

func TestIDsAreMadeFromTheContent(t *testing.T) {
	a := one(t, "requester,need,theme\nTogo,Marking machines,marking\n")
	b := one(t, "theme;what is asked;requester\nmarking;Marking machines;Togo\n")
	c := one(t, "requester,need,theme\nTogo,Marking machines,tracing\n")
	if a.Request.ID != b.Request.ID || a.Request.ID == c.Request.ID {
		t.Error(a.Request.ID, b.Request.ID, c.Request.ID)
	}
}

func TestSumsAreReadOrRefusedNeverGuessed(t *testing.T) {
	for text, want := range map[string]string{
		"1350000": "1350000", "1350000.50": "1350000.5", "1,350,000": "1350000", "1 350 000.25": "1350000.25", "1\u00a0350": "1350",
		"1'350'000": "1350000", "1\u202f350": "1350", "10.00": "10",
		"1,5": "", "1.350.000": "", "1,35,000": "", "1,350 000": "", "1e6": "", "about 5": "", ".5": "", "5.": "", "٥": "",
	} {
		if got, ok := plainNumber(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
}

func TestPlacesAreReadFromTheWordsOfSources(t *testing.T) {
	for words, want := range map[string]aid.List[string]{
		"global": {"global"}, "ALB": {"ALB"}, "Albania": {"ALB"}, "COG; CAF; SLE": {"COG", "CAF", "SLE"}, "COG, CAF SLE": {"COG", "CAF", "SLE"},
		"Sahel (BFA TCD MLI MRT NER NGA)":                          {"BFA", "TCD", "MLI", "MRT", "NER", "NGA"},
		"Sahel (northern part)":                                    {"sahel"},
		"priority countries (pilots CMR, JAM, SSD; GHA from 2024)": {"CMR", "JAM", "SSD", "GHA"},
		"RECSA area; focus SOM SSD CAF COD":                        {"SOM", "SSD", "CAF", "COD"},
		"Caribbean (15 CARICOM States and DOM)":                    {"CARICOM", "DOM"},
		"OSCE area":                                                {"OSCE"}, "South-East Europe": {"south-eastern-europe"}, "Western Africa": {}, "Sub-Saharan Africa; HTI": {"sub-saharan-africa", "HTI"},
		"third countries": {}, "Western Balkans (except SRB)": {}, "25 countries": {}, "priority countries": {}, "States of the region (see ATT list)": {}, "": {},
	} {
		row := one(t, "donor,programme,offer_kind,regions\nDEU,P,pledge,\""+words+"\"\n")
		if len(row.Problems) > 0 {
			t.Errorf("%s: %v", words, row.Problems)
			continue
		}
		if diff := cmp.Diff(want, row.Offer.Places); diff != "" || row.Offer.PlacesText != words {
			t.Errorf("%s: %s %q", words, diff, row.Offer.PlacesText)
		}
	}
}

// A column whose example changes nothing would be one that nobody reads.
func TestEveryColumnOfTheTableIsRead(t *testing.T) {
	base := map[Kind]map[string]string{
		Requests: {"requester": "Togo", "what_is_asked": "x", "budget_currency": "USD", "first_stage": "5", "budget_amount": "9000000"},
		Offers:   {"donor": "USA", "programme": "x", "offer_kind": "pledge", "currency": "USD", "amount": "9"},
		Pairings: {"beneficiary": "RECSA", "title": "x", "currency": "GBP", "amount": "9"},
		Parties:  {"kind": "fund", "name_en": "x"},
	}
	for _, kind := range Kinds {
		want := record(t, kind, base[kind])
		for _, column := range Columns(kind) {
			if column.Doc == "" || column.Example == "" || column.Field == "" || column.Form == "" {
				t.Errorf("%s %s is not documented", kind, column.Name)
			}
			for _, name := range append([]string{column.Name}, column.Aliases...) {
				if column.Name != "requester_kind" && cmp.Equal(want, record(t, kind, with(base[kind], column, name))) {
					t.Errorf("%s: nobody reads %s", kind, name)
				}
			}
		}
	}
}

// with puts a column's example under one of its names. A code goes with the name that it stands beside.
func with(base map[string]string, column Column, name string) map[string]string {
	cells := maps.Clone(base)
	delete(cells, column.Name)
	if strings.HasSuffix(column.Name, "_iso3") {
		delete(cells, strings.TrimSuffix(column.Name, "_iso3"))
	}
	cells[name] = column.Example
	return cells
}

func TestColumnsHaveDifferentNames(t *testing.T) {
	for _, kind := range Kinds {
		seen := map[string]bool{}
		for _, column := range Columns(kind) {
			for _, name := range append([]string{column.Name}, column.Aliases...) {
				if seen[fold(name)] {
					t.Errorf("%s has %s twice", kind, name)
				}
				seen[fold(name)] = true
			}
		}
	}
}

func record(t *testing.T, kind Kind, cells map[string]string) any {
	t.Helper()
	content, err := json.Marshal([]map[string]string{cells})
	if err != nil {
		t.Fatal(err)
	}
	file := File{Name: "a.json", Body: strings.NewReader(string(content)), Size: int64(len(content)), Kind: kind}
	r, err := Read(file, register(t))
	if err != nil {
		t.Fatal(kind, cells, err)
	}
	for row, err := range r.Rows(t.Context()) {
		if err != nil || len(row.Problems) > 0 {
			t.Fatal(kind, cells, row.Problems, err)
		}
		return []any{row.Request, row.Offer, row.Pairing, row.Party}
	}
	return nil
}

// said finds the keys that the sources of this package and of aid give to problems and notes.
var said = regexp.MustCompile(`(?:\bSay\(|unreadable\(|moneyError\(|(?:rowProblem|problem|suggest|\.Add)\((?:"[a-z_]+"|[a-zA-Z.]+(?:\([^)]*\))?), )"([a-z0-9_]+)"`)

func TestEveryProblemHasAnEnglishSentence(t *testing.T) {
	content, err := os.ReadFile("../locale/catalogs/intake.en.json")
	if err != nil {
		t.Fatal(err)
	}
	sentences := map[string]string{}
	if err := json.Unmarshal(content, &sentences); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"unknown_theme": true, "unknown_country": true} // handed on by checkShares
	for _, mark := range marks {
		used[mark.key] = true
	}
	for _, folder := range []string{".", "../aid"} {
		for key := range keysIn(t, folder) {
			used[key] = true
		}
	}
	var others []byte // what package aid says of other things than files
	paths, err := filepath.Glob("../locale/catalogs/*.en.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		others = append(others, content...)
	}
	for key := range used {
		if sentences[key] == "" && !bytes.Contains(others, []byte(`"`+key+`":`)) {
			t.Errorf("no sentence for %s", key)
		}
	}
	for key, sentence := range sentences {
		if !used[key] && !used[strings.TrimSuffix(key, "_suggest")] {
			t.Errorf("nobody says %s", key)
		}
		named := template.New("").Funcs(template.FuncMap{
			"money": strings.ToLower, "date": strings.ToLower, "place": strings.ToLower, "list": strings.TrimPrefix,
		})
		if _, err := named.Parse(sentence); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func keysIn(t *testing.T, folder string) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(folder + "/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range said.FindAllStringSubmatch(string(source), -1) {
			keys[match[1]] = true
		}
	}
	return keys
}
