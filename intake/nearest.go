package intake

import "strings"

// mostSlips bounds memory and time on a file that is wrong from top to bottom.
const mostSlips = 1000

// nearest remembers what was found for a word among the codes or names.
func (r *Reader) nearest(among, word string, known func(string) bool) string {
	key := among + " " + word
	if _, done := r.slips[key]; !done {
		if len(r.slips) == mostSlips {
			return ""
		}
		r.slips[key] = nearest(word, known)
	}
	return r.slips[key]
}

// nearest finds something known that is one slip of the hand away: two letters swapped, one wrong, missing or too many.
// It tries the slips in a fixed order, so that the same mistake always gets the same suggestion.
func nearest(text string, known func(string) bool) string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	runes := []rune(strings.ToLower(text))
	if len(runes) > 64 {
		return ""
	}
	var slips []string
	for i := range len(runes) - 1 {
		slips = append(slips, string(runes[:i])+string(runes[i+1])+string(runes[i])+string(runes[i+2:]))
	}
	for i := len(runes) - 1; i >= 0; i-- {
		for _, letter := range letters {
			slips = append(slips, string(runes[:i])+string(letter)+string(runes[i+1:]))
		}
	}
	for i := range runes {
		slips = append(slips, string(runes[:i])+string(runes[i+1:]))
	}
	for i := len(runes); i >= 0; i-- {
		for _, letter := range letters {
			slips = append(slips, string(runes[:i])+string(letter)+string(runes[i:]))
		}
	}
	for _, slip := range slips {
		if known(slip) {
			return slip
		}
	}
	return ""
}
