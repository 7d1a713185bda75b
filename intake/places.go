package intake

import (
	"regexp"
	"slices"
	"strings"

	"ploughshare/aid"
)

// everywhere are the words for all States.
var everywhere = []string{"global", "worldwide", "world", "all states", "all countries"}

// capitals are words that may be codes of States or ids of organisations.
var capitals = regexp.MustCompile(`\b[A-Z][A-Z0-9]{2,}\b`)

// focus begins a list of States that counts before everything else in the cell.
var focus = regexp.MustCompile(`(?i)^focus\b`)

// except marks words that take States away. A list of places cannot say that, so such words are kept as words.
var except = regexp.MustCompile(`(?i)\b(except|excluding|excepting|without|not|other than)\b`)

// places reads where an offer applies. States and areas that are spelt out, in parentheses or after "focus", count
// before the words around them. Words that name no definite States, such as "third countries", give no place; the offer
// keeps them in PlacesText.
func (c *cells) places(column string) aid.List[string] {
	places, focused := aid.List[string]{}, aid.List[string]{}
	for _, phrase := range c.list(column) {
		found := c.phrase(column, phrase)
		if focus.MatchString(phrase) {
			focused = append(focused, found...)
		} else {
			places = append(places, found...)
		}
	}
	if len(focused) > 0 {
		places = focused
	}
	return unique(places)
}

// unique drops what came before, and keeps the order.
func unique(places aid.List[string]) aid.List[string] {
	kept := aid.List[string]{}
	for _, place := range places {
		if !slices.Contains(kept, place) {
			kept = append(kept, place)
		}
	}
	return kept
}

func (c *cells) phrase(column, phrase string) []string {
	if except.MatchString(phrase) {
		return nil
	}
	if slices.Contains(everywhere, strings.ToLower(phrase)) {
		return []string{aid.Everywhere}
	}
	if place, ok := c.place(phrase); ok {
		return []string{place}
	}
	if before, inside, ok := parenthesis(phrase); ok {
		if spelt := c.spelt(column, inside); len(spelt) > 0 {
			return spelt
		}
		return c.phrase(column, before)
	}
	if focus.MatchString(phrase) || onlyCodes(phrase) {
		return c.spelt(column, phrase)
	}
	return nil
}

// place finds a State, territory or area by code, id or name.
func (c *cells) place(words string) (string, bool) {
	if p, ok := c.party(words); ok && c.reader.reg.IsPlace(p.ID) {
		return string(p.ID), true
	}
	a, ok := c.reader.reg.AreaNamed(words)
	return a.ID, ok
}

// onlyCodes says whether a phrase is nothing but three-letter codes.
func onlyCodes(phrase string) bool {
	tokens := strings.FieldsFunc(phrase, func(r rune) bool { return r == ' ' || r == ',' })
	return !slices.ContainsFunc(tokens, func(token string) bool { return !code.MatchString(token) })
}

// spelt finds the States and areas among the words in capitals. Beside a code that is known, and where there is nothing
// but codes, an unknown one is a slip; elsewhere it is taken for an abbreviation of something else.
func (c *cells) spelt(column, text string) []string {
	var found, unknown []string
	for _, token := range capitals.FindAllString(text, -1) {
		place, ok := c.place(token)
		switch {
		case ok:
			found = append(found, place)
		case code.MatchString(token):
			unknown = append(unknown, token)
		}
	}
	if len(found) > 0 || onlyCodes(text) {
		for _, token := range unknown {
			c.unknownCode(column, token)
		}
	}
	return found
}

// state reads one State from a code and a name, of which either is enough. The name alone may also be that of another
// party, or, where areas are allowed, of an area.
func (c *cells) state(codeColumn, nameColumn string, areas bool) string {
	given, name := c.text(codeColumn), c.text(nameColumn)
	if given == "" && name == "" {
		c.problem(c.either(nameColumn, codeColumn), "required")
		return ""
	}
	if given == "" {
		return c.stateNamed(nameColumn, name, areas)
	}
	named, known := c.party(name)
	p, ok := c.party(given)
	switch {
	case !ok:
		c.unknownCode(codeColumn, given)
	case known && named.ID != p.ID:
		c.problem(nameColumn, "code_and_name_differ", "code", given, "name", name, "other", string(named.ID))
	}
	return string(p.ID)
}

// either is the first of two columns that the file has.
func (c *cells) either(first, second string) string {
	if _, there := c.layout.at[first]; there {
		return first
	}
	return second
}

func (c *cells) stateNamed(column, name string, areas bool) string {
	if areas {
		if place, ok := c.place(name); ok {
			return place
		}
	} else if p, ok := c.party(name); ok {
		return string(p.ID)
	}
	slip := c.reader.nearest("name", name, func(slip string) bool {
		p, ok := c.reader.reg.PartyNamed(slip)
		return ok && c.reader.reg.IsPlace(p.ID)
	})
	if p, ok := c.party(slip); ok {
		slip = p.Name("en")
	}
	c.suggest(column, "unknown_name", name, slip)
	return ""
}

// stateCode is the code of a State that words name, else the words.
func (c *cells) stateCode(words string) string {
	if p, ok := c.party(words); ok {
		return string(p.ID)
	}
	return words
}
