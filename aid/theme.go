package aid

import (
	"cmp"
	"slices"
)

// ThemeID is the code of a theme, such as "stockpile".
type ThemeID string

// Theme is a subject of assistance with its place in other lists. The cells are those of data/themes.csv and say what
// was seen in a source and what is general knowledge (Verification).
type Theme struct {
	ID           ThemeID      `json:"id"`
	Names        Names        `json:"names"`
	PoA          List[string] `json:"poa" doc:"Paragraphs of the Programme of Action"`
	ITI          List[string] `json:"iti" doc:"Paragraphs of the International Tracing Instrument"`
	Form2010     string       `json:"form_2010,omitempty" doc:"Place in the reporting form of 2010 to 2016"`
	Form2018     string       `json:"form_2018,omitempty" doc:"Place in the reporting form since 2018"`
	MOSAIC       List[string] `json:"mosaic" doc:"MOSAIC modules"`
	IATG         List[string] `json:"iatg" doc:"International Ammunition Technical Guidelines modules"`
	SDG          List[string] `json:"sdg" doc:"Sustainable Development Goal targets"`
	DAC          List[string] `json:"dac" doc:"OECD-DAC purpose codes"`
	ATT          List[string] `json:"att" doc:"Articles of the Arms Trade Treaty"`
	Focus        List[string] `json:"focus" doc:"Focus terms of the assistance mapping database"`
	Verification string       `json:"verification,omitempty"`
	Source       string       `json:"source,omitempty"`
}

// Name is the theme's name in a language, else in English, else its code.
func (t Theme) Name(lang string) string { return Party{ID: PartyID(t.ID), Names: t.Names}.Name(lang) }

// Share is a part of a hundred of a request that falls to a theme or a country.
type Share struct {
	Code    string `json:"code"`
	Percent int    `json:"percent" minimum:"1" maximum:"100"`
}

// EqualShares splits a hundred over the codes, in their order; what does not divide goes to the first ones. Codes that
// come twice count once.
func EqualShares(codes []string) List[Share] {
	var shares List[Share]
	for _, code := range codes {
		if !slices.ContainsFunc(shares, func(s Share) bool { return s.Code == code }) {
			shares = append(shares, Share{Code: code})
		}
	}
	for i := range shares {
		shares[i].Percent = 100 / len(shares)
		if i < 100%len(shares) {
			shares[i].Percent++
		}
	}
	return shares
}

func largestFirst(a, b Share) int { return cmp.Compare(b.Percent, a.Percent) }
