package store

import (
	"encoding/json"
	"strings"

	"gorm.io/gorm"
)

// where adds a condition unless its value is the zero one, which does not filter.
func where[V comparable](db *gorm.DB, condition string, value V) *gorm.DB {
	var none V
	if value == none {
		return db
	}
	return db.Where(condition, value)
}

// among keeps the rows whose column is an id of table that meets a condition on the value.
func among[V ~string](db *gorm.DB, column, table, condition string, value V) *gorm.DB {
	if value == "" {
		return db
	}
	ids := db.Session(&gorm.Session{NewDB: true}).Table(table).Select("id").Where(condition, value)
	return db.Where(column+" IN (?)", ids)
}

// Conditions on a JSON column take what these make of a value: a pattern for the list of texts that holds the value,
// and one for the list of shares that holds the code.
const holds = ` LIKE ? ESCAPE '\'`

func item[V ~string](value V) string { return pattern("", value) }

func shareOf[V ~string](code V) string { return pattern(`"code":`, code) }

func pattern[V ~string](before string, value V) string {
	if value == "" {
		return ""
	}
	text, _ := json.Marshal(string(value)) // a string cannot fail
	return "%" + likeness(before+string(text)) + "%"
}

// likeness is the pattern for a text itself.
func likeness(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
