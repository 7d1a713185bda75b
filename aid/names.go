package aid

import "database/sql/driver"

// Languages are the six official languages of the United Nations, in the order in which the UN lists documents.
var Languages = []string{"ar", "zh", "en", "fr", "ru", "es"}

// Names holds one text in several languages, keyed by language.
type Names map[string]string

// Value and Scan keep the names in one text column as JSON.
func (n Names) Value() (driver.Value, error) { return jsonColumn(n) }

func (n *Names) Scan(src any) error { return scanJSON(src, n) }

func (Names) GormDataType() string { return "text" }

// In is the text in a language, else in English.
func (n Names) In(lang string) string {
	if text := n[lang]; text != "" {
		return text
	}
	return n["en"]
}
