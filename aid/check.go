package aid

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ids are letters, digits, hyphens and underscores, so that they can stand in an address, a file name and, joined by
// dots, in the id of a proposal.
var ids = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

func checkID(p *Problems, id string) {
	if !ids.MatchString(id) {
		p.Add("id", "id_malformed", "value", id)
	}
}

func checkShares(p *Problems, field string, shares List[Share], known func(string) bool, unknownKey string) {
	sum := 0
	seen := map[string]bool{}
	for _, share := range shares {
		if !known(share.Code) {
			p.Add(field, unknownKey, "value", share.Code)
		}
		if seen[share.Code] {
			p.Add(field, "twice", "value", share.Code)
		}
		if share.Percent < 1 {
			p.Add(field, "share_not_positive", "value", share.Code)
		}
		seen[share.Code] = true
		sum += share.Percent
	}
	if len(shares) > 0 && sum != 100 {
		p.Add(field, "shares_total", "total", strconv.Itoa(sum))
	}
}

func checkListed[T ~string](p *Problems, field string, known []T, values ...T) {
	for _, value := range values {
		if slices.Contains(known, value) {
			continue
		}
		p.Add(field, "not_listed", "value", string(value), "allowed", joined(known))
	}
}

// joined names the codes that are allowed.
func joined[T ~string](codes []T) string { return strings.Join(texts(codes), ", ") }

// inList joins codes for a sentence that names each of them.
func inList[T ~string](codes []T) string { return strings.Join(texts(codes), ";") }

func texts[T ~string](codes []T) []string {
	all := make([]string, len(codes))
	for i, code := range codes {
		all[i] = string(code)
	}
	return all
}

func checkAnswer(p *Problems, field string, a Answer) {
	checkListed(p, field, []Answer{Yes, No, ""}, a)
}

func checkMoney(p *Problems, field string, m Money) {
	if m == (Money{}) {
		return
	}
	if _, known := Decimals(m.Currency); !known {
		p.Add(field, "unknown_currency", "value", m.Currency)
	}
	if m.Minor <= 0 {
		p.Add(field, "amount_not_positive")
	}
	if m.Minor > maxMinor {
		p.Add(field, "amount_too_large", "value", strconv.FormatInt(m.Minor, 10))
	}
}

// checkParties says which parties are not known and which come twice.
func checkParties(p *Problems, field string, reg *Register, parties []PartyID) {
	for i, id := range parties {
		if _, known := reg.Party(id); !known {
			p.Add(field, "unknown_party", "value", string(id))
		}
		if slices.Contains(parties[:i], id) {
			p.Add(field, "twice", "value", string(id))
		}
	}
}

func checkThemes(p *Problems, reg *Register, themes []ThemeID) {
	for i, theme := range themes {
		if _, known := reg.Theme(theme); !known {
			p.Add("themes", "unknown_theme", "value", string(theme))
		}
		if slices.Contains(themes[:i], theme) {
			p.Add("themes", "twice", "value", string(theme))
		}
	}
}
