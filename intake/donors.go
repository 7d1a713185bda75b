package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ploughshare/aid"
)

// code is what ISO 3166-1 alpha-3 codes look like. Such a word that names nobody is a slip, never a new party.
var code = regexp.MustCompile(`^[A-Z]{3}$`)

// groupWords mark words that stand for several donors whom the source leaves unnamed.
var groupWords = regexp.MustCompile(`(?i)\b(states|countries|nations?|donors?|multi-donor|contributors?|partners|members|several|various)\b`)

// donorsOf reads the donors of a row and the words that their ids alone would lose.
func (c *cells) donorsOf(column string) (ids aid.List[aid.PartyID], kept string) {
	ids = aid.List[aid.PartyID]{}
	text := c.text(column)
	if strings.EqualFold(text, "same") {
		if c.reader.donors == nil {
			c.problem(column, "same_as_nothing")
		}
		return append(ids, c.reader.donors...), ""
	}
	for _, item := range splitList(text) {
		id, exact := c.donor(column, item)
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		if !exact {
			kept = "Donors in the source: " + text
		}
	}
	c.reader.donors = nil
	if len(ids) > 0 {
		c.reader.donors = slices.Clone(ids)
	}
	return ids, kept
}

// donor finds or names one donor. It says whether the id stands for all of the words.
func (c *cells) donor(column, item string) (aid.PartyID, bool) {
	if p, ok := c.party(item); ok {
		return p.ID, true
	}
	if code.MatchString(item) {
		c.unknownCode(column, item)
		return "", true
	}
	if before, inside, ok := parenthesis(item); ok {
		if id, ok := c.donorBeside(column, before, inside); ok {
			return id, c.isOnly(id, before) && c.isOnly(id, inside)
		}
	}
	return c.nameParty(item, donorKind(item), aid.Donor), true
}

// donorBeside reads "JPN (UN trust fund)", "UN Peace and Development Trust Fund (UNPDF)" and "multi-donor (SALIENT)":
// what stands before the parenthesis counts, unless only what stands inside is somebody.
func (c *cells) donorBeside(column, before, inside string) (aid.PartyID, bool) {
	for _, words := range []string{before, inside} {
		if p, ok := c.party(words); ok && p.Kind != aid.Group {
			return p.ID, true
		}
	}
	if code.MatchString(before) {
		c.unknownCode(column, before)
		return "", true
	}
	return "", false
}

// isOnly says whether words name just that party.
func (c *cells) isOnly(id aid.PartyID, words string) bool {
	p, ok := c.party(words)
	return ok && p.ID == id
}

// parenthesis parts "words (more words)".
func parenthesis(text string) (before, inside string, ok bool) {
	open := strings.Index(text, "(")
	if open <= 0 || !strings.HasSuffix(text, ")") {
		return "", "", false
	}
	return strings.TrimSpace(text[:open]), strings.TrimSpace(text[open+1 : len(text)-1]), true
}

func donorKind(words string) aid.PartyKind {
	switch {
	case unicode.IsDigit([]rune(words)[0]), groupWords.MatchString(words):
		return aid.Group
	case strings.Contains(strings.ToLower(words), "fund"):
		return aid.Fund
	}
	return aid.Organisation
}

// party finds a party by id, by its name in any UN language, or by the short English name of a State.
func (c *cells) party(words string) (aid.Party, bool) {
	if words == "" {
		return aid.Party{}, false
	}
	p, ok := c.reader.reg.PartyNamed(words)
	if !ok {
		p, ok = c.reader.reg.Party(c.reader.short[strings.ToLower(words)])
	}
	if _, ours := c.reader.named[p.ID]; ok && ours {
		c.named = appendParty(c.named, p)
	}
	return p, ok
}

// nameParty makes a party of words that only this file uses, and remembers it for the rows to come.
func (c *cells) nameParty(words string, kind aid.PartyKind, role aid.Role) aid.PartyID {
	id := idOf(words)
	p, ok := c.party(words)
	if !ok {
		p, ok = c.party(string(id))
	}
	if !ok {
		p = aid.Party{
			ID: id, Kind: kind, Roles: aid.List[aid.Role]{role}, Names: aid.Names{"en": words},
			Note: "named only in an imported file",
		}
		c.reader.reg.AddParty(p)
		c.reader.named[p.ID] = p
		c.named = appendParty(c.named, p)
	}
	return p.ID
}

func appendParty(parties []aid.Party, p aid.Party) []aid.Party {
	if slices.ContainsFunc(parties, func(have aid.Party) bool { return have.ID == p.ID }) {
		return parties
	}
	return append(parties, p)
}

// idOf makes an id of a name: its ASCII letters and digits in small letters with hyphens between. A name that loses
// something thereby gets a piece of its hash as well.
func idOf(name string) aid.PartyID {
	lossy := false
	slug := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		lossy = lossy || r > unicode.MaxASCII
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}), "-")
	if !lossy && slug != "" && len(slug) <= 64 {
		return aid.PartyID(slug)
	}
	sum := sha256.Sum256([]byte(name))
	return aid.PartyID(strings.Trim(slug[:min(len(slug), 50)]+"-"+hex.EncodeToString(sum[:4]), "-"))
}

func (c *cells) unknownCode(column, value string) {
	known := func(slip string) bool { return c.reader.reg.IsPlace(aid.PartyID(strings.ToUpper(slip))) }
	c.suggest(column, "unknown_code", value, strings.ToUpper(c.reader.nearest("code", value, known)))
}

// suggest adds to a problem what may have been meant, under a key of its own where there is something.
func (c *cells) suggest(column, key, value, suggestion string) {
	if suggestion == "" {
		c.problem(column, key, "value", value)
		return
	}
	c.problem(column, key+"_suggest", "value", value, "suggestion", suggestion)
}
