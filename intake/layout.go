package intake

import (
	"slices"
	"strings"
)

// layout is the heading row of a file: what each of its columns is. A column that means nothing here is nil.
type layout struct {
	headings []string
	columns  []*Column
	at       map[string]int // place of a column of the table
}

// fold makes headings equal that differ in case, spaces and hyphens only.
func fold(heading string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(heading, func(r rune) bool {
		return strings.ContainsRune(" _-\t\n\r\u00a0", r)
	}), "_"))
}

// newLayout finds the columns of a kind in headings.
func newLayout(kind Kind, headings []string) (*layout, error) {
	l := &layout{headings: headings, columns: make([]*Column, len(headings)), at: map[string]int{}}
	byName := columnsByName(kind)
	for i, heading := range headings {
		column := byName[fold(heading)]
		if column == nil {
			continue
		}
		if before, twice := l.at[column.Name]; twice {
			return l, unreadable("heading_twice", "first", headings[before], "second", heading)
		}
		l.columns[i], l.at[column.Name] = column, i
	}
	return l, nil
}

func columnsByName(kind Kind) map[string]*Column {
	columns := Columns(kind)
	byName := map[string]*Column{}
	for i := range columns {
		for _, name := range append([]string{columns[i].Name}, columns[i].Aliases...) {
			byName[fold(name)] = &columns[i]
		}
	}
	return byName
}

// missing lists the required columns of a kind that headings lack. Where several columns serve one field, one is enough.
func (l *layout) missing(kind Kind) []string {
	served := map[string]bool{}
	for _, column := range l.columns {
		if column != nil {
			served[column.Field] = true
		}
	}
	var names []string
	for _, column := range Columns(kind) {
		if column.Required && !served[column.Field] {
			names = append(names, column.Name)
			served[column.Field] = true
		}
	}
	return names
}

// recognise finds the layout of a heading row. Without a kind it takes the one whose required columns are all there, and
// of several the one that knows most of the headings. Where none fits, the error is that of the nearest.
func recognise(kind Kind, headings []string) (Kind, *layout, error) {
	if kind != "" {
		l, err := recogniseAs(kind, headings)
		return kind, l, err
	}
	best, most, nearest := &layout{}, 1, unreadable("headings_unknown", "headings", strings.Join(firstFew(headings), ", "))
	for _, candidate := range Kinds {
		l, err := recogniseAs(candidate, headings)
		switch {
		case err != nil && len(l.at) > most:
			most, nearest = len(l.at), err
		case err != nil:
		case len(l.at) > len(best.at):
			kind, best = candidate, l
		case len(l.at) == len(best.at):
			return "", nil, unreadable("kind_unclear", "first", string(kind), "second", string(candidate))
		}
	}
	if kind == "" {
		return "", nil, nearest
	}
	return kind, best, nil
}

func recogniseAs(kind Kind, headings []string) (*layout, error) {
	if !slices.Contains(Kinds, kind) {
		return nil, unreadable("kind_unknown", "value", string(kind))
	}
	l, err := newLayout(kind, headings)
	if err != nil {
		return l, err
	}
	if missing := l.missing(kind); len(missing) > 0 {
		return l, unreadable("heading_missing", "kind", string(kind), "columns", strings.Join(missing, ", "))
	}
	return l, nil
}

// firstFew keeps a message about headings short when the first line was no heading at all.
func firstFew(headings []string) []string {
	few := slices.Clone(headings[:min(len(headings), 8)])
	for i, heading := range few {
		if cut := []rune(heading); len(cut) > 40 {
			few[i] = string(cut[:40]) + "…"
		}
	}
	return few
}
