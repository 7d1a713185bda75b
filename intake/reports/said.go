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
	checked  = regexp.MustCompile(`(?:[☒☑✓✔■]|\[[xX]\])\s*([\p{L}/]+)`)
	lettered = regexp.MustCompile(`^[\p{L}/-]+`)
)

// said reads yes or no at the beginning of an answer, or at the box that is checked; rest is what else it says.
func said(text string) (answer aid.Answer, rest string) {
	if match := checked.FindStringSubmatch(text); match != nil {
		return yesOrNo(match[1]), strings.TrimSpace(afterBoxes(text))
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

// afterBoxes is the text behind the last box with its word.
func afterBoxes(text string) string {
	last := strings.LastIndexAny(text, "☐☒☑✓✔■")
	if last < 0 {
		last = strings.LastIndex(text, "]")
	}
	_, width := firstRune(text[last:])
	rest := strings.TrimSpace(text[last+width:])
	word := lettered.FindString(rest)
	return rest[len(word):]
}
