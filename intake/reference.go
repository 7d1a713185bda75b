package intake

import (
	"cmp"
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

//go:embed reference/*.csv
var referenceFiles embed.FS

// collected is when the facts in embargoes.csv were held against their sources.
const collected aid.Date = "2026-11"

// checkedOn is when the standing of an embargo was last checked: when the facts were collected, unless their own words
// say that it was not, or that it rests on general knowledge; then it is not known.
func checkedOn(row map[string]string) aid.Date {
	general := strings.ReplaceAll(row["verification"], "day-level dates from general knowledge", "")
	settled := row["in_force_2026"] == "yes" || row["in_force_2026"] == "no"
	if !settled || strings.Contains(general, "general knowledge") || strings.Contains(general, "not checked") {
		return ""
	}
	return collected
}

// Reference reads the reference data that ship with the program; reference/README.md says where they come from.
func Reference() (aid.Reference, error) {
	ref := aid.Reference{}
	for _, read := range []func(*aid.Reference) error{
		readStates, readOthers, readThemes, readAreas, readMembers, readEmbargoes, readRates,
	} {
		if err := read(&ref); err != nil {
			return aid.Reference{}, fmt.Errorf("reference data: %w", err)
		}
	}
	slices.SortFunc(ref.Parties, func(a, b aid.Party) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(ref.Areas, func(a, b aid.Area) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(ref.Memberships, func(a, b aid.Membership) int {
		return cmp.Or(cmp.Compare(a.AreaID, b.AreaID), cmp.Compare(a.PartyID, b.PartyID))
	})
	return ref, nil
}

// each calls a function with every row of an embedded table, as texts by heading.
func each(name string, use func(row map[string]string) error) error {
	file, err := referenceFiles.Open("reference/" + name)
	if err != nil {
		return err
	}
	defer file.Close()
	table := csv.NewReader(file)
	headings, err := table.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for {
		texts, err := table.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		row := make(map[string]string, len(headings))
		for i, heading := range headings {
			row[heading] = texts[i]
		}
		if err := use(row); err != nil {
			number, _ := table.FieldPos(0)
			return fmt.Errorf("%s, line %d: %w", name, number, err)
		}
	}
}

// article is the article that UNTERM puts behind the name of a State: "Gambia (the)", "Albanie (l')".
var article = regexp.MustCompile(`\s*\((the|l['’]|le|la|les|el|los|las)\)$`)

func readStates(ref *aid.Reference) error {
	return each("states.csv", func(row map[string]string) error {
		names := aid.Names{}
		for _, lang := range aid.Languages {
			names[lang] = article.ReplaceAllString(row["unterm_"+lang], "")
		}
		ref.Parties = append(ref.Parties, aid.Party{
			ID: aid.PartyID(row["iso3"]), Kind: aid.State, Roles: aid.List[aid.Role]{}, Names: names,
			RegionalGroup: row["un_regional_group"], Region: row["m49_region"], Subregion: row["m49_subregion"],
			Centre: row["un_regional_centre"], LDC: aid.Answer(row["ldc"]), LLDC: aid.Answer(row["lldc"]),
			SIDS: aid.Answer(row["sids"]), Income: row["world_bank_income"], ODA: row["oda_estimate"],
			Note: row["note"], Source: row["source"],
		})
		return nil
	})
}

// shortNames are the everyday English names of States, "Moldova", for reading only; pages show the UN's own.
func shortNames() (map[string]aid.PartyID, error) {
	short := map[string]aid.PartyID{}
	err := each("states.csv", func(row map[string]string) error {
		short[strings.ToLower(row["name"])] = aid.PartyID(row["iso3"])
		return nil
	})
	return short, err
}

func readOthers(ref *aid.Reference) error {
	return each("others.csv", func(row map[string]string) error {
		roles := aid.List[aid.Role]{}
		for _, role := range splitList(row["roles"]) {
			roles = append(roles, aid.Role(role))
		}
		ref.Parties = append(ref.Parties, aid.Party{
			ID: aid.PartyID(row["id"]), Kind: aid.PartyKind(row["kind"]), Roles: roles, Names: namesIn(row, "name_"),
			Region: row["region"], Subregion: row["subregion"], Note: row["note"], Source: row["source"],
		})
		return nil
	})
}

// namesIn are the texts of the columns that are named alike, one for each language.
func namesIn(row map[string]string, column string) aid.Names {
	names := aid.Names{}
	for _, lang := range aid.Languages {
		if name := row[column+lang]; name != "" {
			names[lang] = name
		}
	}
	return names
}

func readThemes(ref *aid.Reference) error {
	return each("themes.csv", func(row map[string]string) error {
		list := func(column string) aid.List[string] { return append(aid.List[string]{}, splitList(row[column])...) }
		ref.Themes = append(ref.Themes, aid.Theme{
			ID: aid.ThemeID(row["code"]), Names: namesIn(row, "label_"),
			PoA: slices.DeleteFunc(list("poa_paras"), isRemark), ITI: list("iti_paras"), Form2010: row["template_2010_2016"], Form2018: row["template_2018_on"],
			MOSAIC: list("mosaic_modules"), IATG: list("iatg_modules"), SDG: list("sdg_targets"), DAC: list("crs_purpose_codes"),
			ATT: list("att_articles"), Focus: list("att_assistance_db_focus"), Verification: row["verification"], Source: row["source"],
		})
		return nil
	})
}

// isRemark tells "(outside the text of the PoA; ...)" from a paragraph.
func isRemark(cell string) bool { return strings.HasPrefix(cell, "(") }

func readEmbargoes(ref *aid.Reference) error {
	return each("embargoes.csv", func(row map[string]string) error {
		e := aid.Embargo{
			Target: row["target"], PartyID: aid.PartyID(row["iso3"]), Scope: row["scope"], Detail: row["scope_detail"],
			Resolution: row["resolution"], Related: row["related_resolutions"], Exemptions: row["exemptions_procedure"],
			Checked: checkedOn(row), Source: row["source"],
			ID: string(idOf("r " + strings.SplitN(row["resolution"], ")", 2)[0])),
			Verification: fmt.Sprintf("%s; in force in 2012: %s; in 2024: %s; in 2026: %s",
				row["verification"], row["in_force_2012"], row["in_force_2024"], row["in_force_2026"]),
		}
		err := dates(row, map[string]*aid.Date{"start": &e.Start, "end": &e.End, "current_expiry": &e.Expiry})
		ref.Embargoes = append(ref.Embargoes, e)
		return err
	})
}

// dates reads several columns as dates.
func dates(row map[string]string, into map[string]*aid.Date) (err error) {
	for column, date := range into {
		if *date, err = aid.ParseDate(row[column]); err != nil {
			return err
		}
	}
	return nil
}

func readRates(ref *aid.Reference) error {
	return each("rates.csv", func(row map[string]string) error {
		from, err := aid.ParseDate(row["from"])
		if err != nil {
			return err
		}
		micros, err := strconv.ParseInt(row["micros"], 10, 64)
		ref.Rates = append(ref.Rates, aid.Rate{Currency: row["currency"], From: from, Micros: micros, Note: row["note"], Source: row["source"]})
		return err
	})
}
