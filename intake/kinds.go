package intake

import (
	"strings"
	"unicode"

	"ploughshare/aid"
)

// kindStems are beginnings of English words that tell a kind of help. "Law" is left out on purpose: law enforcement is
// no legal help; so is "building", for capacity-building.
var kindStems = []struct {
	kind  aid.HelpKind
	stems []string
}{
	{aid.Expertise, []string{"technical", "expert", "advis", "advice", "consult"}},
	{aid.Legal, []string{"legal", "legislat", "statut"}},
	{aid.Training, []string{"train", "workshop", "seminar", "course"}},
	{aid.Equipment, []string{"equip", "machine", "laptop", "computer", "vehicle", "software", "hardware", "database"}},
	{aid.Infrastructure, []string{"infrastruct", "store", "storage", "warehous", "armour", "armor", "refurbish", "construct"}},
	{aid.Finance, []string{"grant", "fund", "pledg", "money", "financ"}},
	{aid.Assessment, []string{"assess", "survey", "audit", "evaluat", "baseline"}},
}

// kindsIn reads kinds of help from English words, in the order of aid.HelpKinds.
func kindsIn(text string) aid.List[aid.HelpKind] {
	kinds := aid.List[aid.HelpKind]{}
	tokens := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, entry := range kindStems {
		if anyBegins(tokens, entry.stems) {
			kinds = append(kinds, entry.kind)
		}
	}
	return kinds
}

func anyBegins(tokens, stems []string) bool {
	for _, token := range tokens {
		for _, stem := range stems {
			if strings.HasPrefix(token, stem) {
				return true
			}
		}
	}
	return false
}
