package matcher

import "strings"

// terms asks how much of what the side that says less names the other names too, in whatever language. Most offers are
// described in a line, so that words which they lack hardly count against them, and no words at all say nothing.
func terms(p pair) (int, reason) {
	asked, given := p.need.terms, p.source.terms
	if len(asked) == 0 || len(given) == 0 {
		return 50, because("reason_terms_unknown", nil)
	}
	_, both := compareWords(asked, given)
	if len(both) == 0 {
		return 40, because("reason_terms_none", nil)
	}
	return 50 + 50*len(both)/min(len(asked), len(given)), because("reason_terms", termArgs)
}

func termArgs(p pair) []string {
	_, both := compareWords(p.need.terms, p.source.terms)
	return []string{"terms", strings.Join(both, ";")}
}
