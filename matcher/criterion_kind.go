package matcher

import (
	"slices"

	"ploughshare/aid"
)

// kind compares the kinds of help. Money can buy most of what is wanted, but not as well as the thing itself.
func kind(p pair) (int, reason) {
	wanted, given := p.need.Kinds, p.source.Kinds
	if len(wanted) == 0 || len(given) == 0 {
		return 50, because("reason_kind_unknown", nil)
	}
	value := 0
	for _, k := range wanted {
		switch {
		case slices.Contains(given, k):
			value += 100
		case slices.Contains(given, aid.Finance):
			value += 80
		}
	}
	return value / len(wanted), because("reason_kind", kindArgs)
}

func kindArgs(p pair) []string {
	return []string{"wanted", joined(p.need.Kinds), "given", joined(p.source.Kinds)}
}
