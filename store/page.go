package store

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"ploughshare/aid"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// order is one way to sort a list: the name to ask for it by and the columns it stands for. The columns tell all rows
// of the list apart, so that a page can begin right behind the last row of the page before.
type order struct {
	name    string
	columns []string
	desc    bool
}

// cursor marks a row of a sorted list by its values in the columns of the order. It holds values and not the id alone,
// so that a change of the row between two pages does not move the mark.
type cursor struct {
	Sort   string            `json:"sort"`
	Desc   bool              `json:"desc"`
	Values []json.RawMessage `json:"values"`
}

// page reads one page of what db selects, and the cursor of the next page, "" at the end. The first of the orders is
// the list's own.
func page[T any](db *gorm.DB, orders []order, ask aid.Page) ([]T, string, error) {
	return pageBy(find[T], db, orders, ask)
}

func find[T any](db *gorm.DB) (rows []T, err error) {
	err = db.Find(&rows).Error
	return rows, err
}

// pageBy is page for rows that are found in a way of their own.
func pageBy[T any](find func(*gorm.DB) ([]T, error), db *gorm.DB, orders []order, ask aid.Page) ([]T, string, error) {
	var problems aid.Problems
	limit := checkLimit(&problems, ask.Limit)
	by := checkSort(&problems, orders, ask)
	fields, err := fieldsOf[T](db, by.columns)
	if err != nil {
		return nil, "", err
	}
	after, ok := by.values(fields, ask.After)
	if !ok {
		problems.Add("after", "cursor_malformed")
	}
	if err := problems.Err(); err != nil {
		return nil, "", err
	}
	rows, err := find(by.sorted(db, after).Limit(limit + 1))
	if err != nil {
		return nil, "", failure("list", err)
	}
	if len(rows) <= limit {
		return rows, "", nil
	}
	rows = rows[:limit]
	next, err := by.cursor(db, fields, reflect.ValueOf(rows[limit-1]))
	return rows, next, err
}

func checkLimit(problems *aid.Problems, limit int) int {
	if limit == 0 {
		return aid.DefaultPage
	}
	if limit < 0 || limit > aid.MaxPage {
		problems.Add("limit", "limit_out_of_range", "max", strconv.Itoa(aid.MaxPage))
	}
	return limit
}

// checkSort finds the order that is asked for, else the list's own, which falls if it does so by itself.
func checkSort(problems *aid.Problems, orders []order, ask aid.Page) order {
	own := orders[0]
	if ask.Sort == "" {
		own.desc = own.desc || ask.Desc
		return own
	}
	names := make([]string, len(orders))
	for i, by := range orders {
		if by.name == ask.Sort {
			by.desc = ask.Desc
			return by
		}
		names[i] = by.name
	}
	problems.Add("sort", "not_listed", "value", ask.Sort, "allowed", strings.Join(names, ", "))
	return own
}

// sorted puts db in order, behind the row with the values if there are any.
func (by order) sorted(db *gorm.DB, after []any) *gorm.DB {
	beyond := ") > ?"
	if by.desc {
		beyond = ") < ?"
	}
	if len(after) > 0 {
		db = db.Where("("+strings.Join(by.columns, ", ")+beyond, after)
	}
	for _, column := range by.columns {
		db = db.Order(clause.OrderByColumn{Column: clause.Column{Name: column}, Desc: by.desc})
	}
	return db
}

func (by order) cursor(db *gorm.DB, fields []*schema.Field, row reflect.Value) (string, error) {
	mark := cursor{Sort: by.name, Desc: by.desc}
	for _, field := range fields {
		value, _ := field.ValueOf(db.Statement.Context, row)
		text, err := json.Marshal(value)
		if err != nil {
			return "", err
		}
		mark.Values = append(mark.Values, text)
	}
	text, err := json.Marshal(mark)
	return base64.RawURLEncoding.EncodeToString(text), err
}

// values reads a cursor; it says false unless it was made for the same order. An empty cursor has no values.
func (by order) values(fields []*schema.Field, after string) ([]any, bool) {
	if after == "" {
		return nil, true
	}
	var mark cursor
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil || json.Unmarshal(text, &mark) != nil {
		return nil, false
	}
	if mark.Sort != by.name || mark.Desc != by.desc || len(mark.Values) != len(fields) {
		return nil, false
	}
	values := make([]any, len(fields))
	for i, field := range fields {
		value := reflect.New(field.FieldType)
		if json.Unmarshal(mark.Values[i], value.Interface()) != nil {
			return nil, false
		}
		values[i] = value.Elem().Interface()
	}
	return values, true
}

// fieldsOf are the fields of T that gorm keeps in the columns.
func fieldsOf[T any](db *gorm.DB, columns []string) ([]*schema.Field, error) {
	statement := &gorm.Statement{DB: db}
	if err := statement.Parse(new(T)); err != nil {
		return nil, err
	}
	fields := make([]*schema.Field, len(columns))
	for i, column := range columns {
		fields[i] = statement.Schema.LookUpField(column)
	}
	return fields, nil
}
