package reports

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ploughshare/aid"
)

// yes and no, as answers begin with them.
var (
	yesWords = []string{"yes", "oui", "sí", "si", "да", "是", "有", "نعم", "y", "x"}
	noWords  = []string{"no", "non", "нет", "否", "没有", "无", "لا", "n", "none", "nil", "n/a", "not applicable", "sans objet", "néant", "ninguno", "ninguna", "не применимо", "不适用", "لا ينطبق", "-"}
	box      = regexp.MustCompile(`[☐☒☑✓✔■□]|\[[ xX]?\]`)
	checked  = regexp.MustCompile(`(?:[☒☑✓✔■]|\[[xX]\])\s*([\p{L}/]+)`)
	checks   = regexp.MustCompile(`([\p{L}/]+)\s*(?:[☒☑✓✔■]|\[[xX]\])`) // the boxes stand behind their words
	lettered = regexp.MustCompile(`^[\p{L}/-]+`)
)

// said reads yes or no at the beginning of an answer, or at the box that is checked; rest is what else it says. Boxes of which
// none is checked are no answer.
func said(text string) (answer aid.Answer, rest string) {
	if boxes := box.FindAllStringIndex(text, -1); boxes != nil {
		return ticked(text, boxes)
	}
	trimmed := strings.TrimSpace(text)
	for _, no := range noWords {
		if strings.EqualFold(strings.Trim(trimmed, ".。!"), no) {
			return aid.No, ""
		}
	}
	word := lettered.FindString(trimmed)
	if answer = yesOrNo(word); answer == "" {
		first, width := firstRune(trimmed)
		if answer = yesOrNo(string(first)); answer == "" || !unicode.Is(unicode.Han, first) || !separated(trimmed[width:]) {
			return "", trimmed
		}
		word = string(first)
	}
	return answer, strings.TrimLeft(trimmed[len(word):], " ,.;:，。；：،؛\n-–—")
}

// separated says whether a word of Chinese ends here.
func separated(rest string) bool {
	next, _ := firstRune(rest)
	return rest == "" || unicode.IsPunct(next) || unicode.IsSpace(next)
}

func yesOrNo(word string) aid.Answer {
	switch {
	case slices.ContainsFunc(yesWords, func(w string) bool { return strings.EqualFold(w, word) }):
		return aid.Yes
	case slices.ContainsFunc(noWords, func(w string) bool { return strings.EqualFold(w, word) }):
		return aid.No
	}
	return ""
}

// ticked reads the box that is checked; its word stands behind it, or before it where the text begins with a word.
func ticked(text string, boxes [][]int) (answer aid.Answer, rest string) {
	behind := strings.TrimSpace(text[:boxes[0][0]]) == ""
	rest = strings.TrimSpace(text[boxes[len(boxes)-1][1]:])
	words := checks
	if behind {
		words, rest = checked, strings.TrimSpace(rest[len(lettered.FindString(rest)):])
	}
	if match := words.FindStringSubmatch(text); match != nil {
		return yesOrNo(match[1]), rest
	}
	return "", rest
}
