package aid

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
)

// Reference is what everything else refers to: parties, themes, areas with their members, embargoes, rates.
type Reference struct {
	Parties     []Party      `json:"parties"`
	Themes      []Theme      `json:"themes"`
	Areas       []Area       `json:"areas"`
	Memberships []Membership `json:"memberships"`
	Embargoes   []Embargo    `json:"embargoes"`
	Rates       []Rate       `json:"rates"`
}

// Register answers questions about a Reference. It is read-only and safe for concurrent use.
type Register struct {
	parties   map[PartyID]Party
	byName    map[string]PartyID
	themes    map[ThemeID]Theme
	areas     map[string]Area
	areaNames map[string]string
	members   map[string]map[PartyID][]Membership
	embargoes map[PartyID][]Embargo
	rates     map[string][]Rate
}

// NewRegister indexes a reference.
func NewRegister(ref Reference) *Register {
	r := &Register{
		parties: map[PartyID]Party{}, byName: map[string]PartyID{}, themes: map[ThemeID]Theme{}, areas: map[string]Area{},
		areaNames: map[string]string{}, members: map[string]map[PartyID][]Membership{},
		embargoes: map[PartyID][]Embargo{}, rates: map[string][]Rate{},
	}
	for _, p := range ref.Parties {
		r.AddParty(p)
	}
	for _, t := range ref.Themes {
		r.themes[t.ID] = t
	}
	for _, a := range ref.Areas {
		r.areas[a.ID] = a
		for _, name := range append([]string{a.ID, a.Name}, a.Aliases...) {
			r.areaNames[fold(name)] = a.ID
		}
	}
	for _, m := range ref.Memberships {
		if r.members[m.AreaID] == nil {
			r.members[m.AreaID] = map[PartyID][]Membership{}
		}
		r.members[m.AreaID][m.PartyID] = append(r.members[m.AreaID][m.PartyID], m)
	}
	for _, e := range ref.Embargoes {
		r.embargoes[e.PartyID] = append(r.embargoes[e.PartyID], e)
	}
	for _, rate := range ref.Rates {
		r.rates[rate.Currency] = append(r.rates[rate.Currency], rate)
	}
	for _, rates := range r.rates {
		slices.SortFunc(rates, func(a, b Rate) int { return a.From.First().Compare(b.From.First()) })
	}
	return r
}

func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// AddParty puts a party in, while a register is being made for an import; not for concurrent use.
func (r *Register) AddParty(p Party) {
	r.parties[p.ID] = p
	r.byName[fold(string(p.ID))] = p.ID
	for _, name := range p.Names {
		r.byName[fold(name)] = p.ID
	}
}

// Party finds a party by its id.
func (r *Register) Party(id PartyID) (Party, bool) { p, ok := r.parties[id]; return p, ok }

// PartyNamed finds a party by its id or by its name in any language, whatever the case.
func (r *Register) PartyNamed(name string) (Party, bool) { return r.Party(r.byName[fold(name)]) }

// Theme finds a theme by its code.
func (r *Register) Theme(id ThemeID) (Theme, bool) { t, ok := r.themes[id]; return t, ok }

// AreaNamed finds an area by its id, name or alias, whatever the case.
func (r *Register) AreaNamed(name string) (Area, bool) {
	a, ok := r.areas[r.areaNames[fold(name)]]
	return a, ok
}

// AreaIDs are the areas, by id.
func (r *Register) AreaIDs() []string { return slices.Sorted(maps.Keys(r.areas)) }

// IsPlace says whether the party is a State or a territory.
func (r *Register) IsPlace(id PartyID) bool {
	p, ok := r.parties[id]
	return ok && (p.Kind == State || p.Kind == Territory)
}

// Reaches says whether a text can stand in an offer's places: Everywhere, an area's id, or a State.
func (r *Register) Reaches(place string) bool {
	_, area := r.areas[place]
	return place == Everywhere || area || r.IsPlace(PartyID(place))
}

// Covers says whether a State lies within a place on a day.
func (r *Register) Covers(place string, state PartyID, day Date) bool {
	if place == Everywhere || place == string(state) {
		return true
	}
	return slices.ContainsFunc(r.members[place][state], func(m Membership) bool { return m.At(day) })
}

// Width is the number of States within a place on a day; 1 for a State, all States for Everywhere.
func (r *Register) Width(place string, day Date) int {
	if r.IsPlace(PartyID(place)) {
		return 1
	}
	n := 0
	if place == Everywhere {
		for _, p := range r.parties {
			if p.Kind == State {
				n++
			}
		}
		return n
	}
	for _, held := range r.members[place] {
		if slices.ContainsFunc(held, func(m Membership) bool { return m.At(day) }) {
			n++
		}
	}
	return n
}

// Regions are the places around a State on a day, the narrowest first: its sub-region, and the areas it belongs to.
func (r *Register) Regions(state PartyID, day Date) []string {
	width := map[string]int{}
	for place := range r.members {
		if r.Covers(place, state, day) {
			width[place] = r.Width(place, day)
		}
	}
	if region := r.parties[state].Subregion; region != "" {
		for _, p := range r.parties {
			if p.Kind == State && p.Subregion == region {
				width[region]++
			}
		}
	}
	return slices.SortedFunc(maps.Keys(width), func(a, b string) int {
		return cmp.Or(cmp.Compare(width[a], width[b]), cmp.Compare(a, b))
	})
}

// Embargoes returns the embargoes on record whose target lies in a State, whether in force or not.
func (r *Register) Embargoes(state PartyID) []Embargo { return r.embargoes[state] }

// Dollars converts a sum to US dollars (cents) at the rate of a day: the latest rate from before that day, or the
// first there is. It says false for a sum or a rate that is not known, or a result beyond 64 bits.
func (r *Register) Dollars(m Money, day Date) (Money, bool) {
	if !m.Known() {
		return Money{}, false
	}
	if m.Currency == "USD" {
		return m, true
	}
	rate, known := r.rate(m.Currency, day)
	if !known {
		return Money{}, false
	}
	decimals, _ := Decimals(m.Currency)
	scale := uint64(1_000_000) // micros → dollars; cents of the result meet minor units of the source below
	for range decimals {
		scale *= 10
	}
	hi, lo := bits.Mul64(uint64(m.Minor), uint64(rate.Micros)*100)
	if hi >= scale {
		return Money{}, false
	}
	cents, rest := bits.Div64(hi, lo, scale)
	if rest*2 >= scale {
		cents++
	}
	if cents > 1<<62 {
		return Money{}, false
	}
	return Money{Minor: int64(cents), Currency: "USD"}, true
}

// rate is the latest rate of a currency from before a day, or the first there is.
func (r *Register) rate(currency string, day Date) (Rate, bool) {
	rates := r.rates[currency]
	if len(rates) == 0 {
		return Rate{}, false
	}
	rate := rates[0]
	for _, later := range rates[1:] {
		if day != "" && !later.From.First().After(day.Last()) {
			rate = later
		}
	}
	return rate, true
}

// Convert turns a sum into another currency at the rates of a day, by way of US dollars. It says false for a sum or a
// rate that is not known, or a result beyond 64 bits. What is worth less than half a minor unit becomes nothing.
func (r *Register) Convert(m Money, currency string, day Date) (Money, bool) {
	if m.Currency == currency && currency != NoCurrency {
		return m, m.Known()
	}
	dollars, known := r.Dollars(m, day)
	if currency == "USD" || !known {
		return dollars, known
	}
	rate, known := r.rate(currency, day)
	if !known {
		return Money{}, false
	}
	scale := uint64(10_000) // millionths of a dollar in a cent; minor units of the currency below
	decimals, _ := Decimals(currency)
	for range decimals {
		scale *= 10
	}
	hi, lo := bits.Mul64(uint64(dollars.Minor), scale)
	if hi >= uint64(rate.Micros) {
		return Money{}, false
	}
	minor, rest := bits.Div64(hi, lo, uint64(rate.Micros))
	if rest*2 >= uint64(rate.Micros) {
		minor++
	}
	return Money{Minor: int64(minor), Currency: currency}, minor <= maxMinor
}
