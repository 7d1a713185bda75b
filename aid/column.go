package aid

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// List is a slice that lives in one text column as JSON.
type List[T any] []T

// Value and Scan keep the list as a JSON array.
func (l List[T]) Value() (driver.Value, error) { return jsonColumn(l) }

// MarshalJSON writes an empty list as [], whether it was made or not.
func (l List[T]) MarshalJSON() ([]byte, error) {
	if len(l) == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal([]T(l))
}

func (l *List[T]) Scan(src any) error { return scanJSON(src, l) }

func (List[T]) GormDataType() string { return "text" }

func jsonColumn(v any) (driver.Value, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

func scanJSON(src, into any) error {
	text, err := columnText(src)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), into)
}

// columnText accepts what SQLite and PostgreSQL hand over for a text column.
func columnText(src any) (string, error) {
	switch text := src.(type) {
	case string:
		return text, nil
	case []byte:
		return string(text), nil
	}
	return "", fmt.Errorf("a text column held %T", src)
}
