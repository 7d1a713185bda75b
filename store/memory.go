package store

import (
	"sync"

	"gorm.io/gorm"
)

// mostKept is how many rows a memory keeps at most: some megabytes.
const mostKept = 5000

// memory keeps rows that lists have read. A list then asks the database for ids and versions alone, which costs a
// fraction of the rows themselves; it is never stale, since whatever changes a row gives it another version. Nothing is
// kept of what a transaction reads: if it is undone, another change gets the same version.
type memory[T any, ID ~string] struct {
	kind  kind[T, ID]
	clone func(T) T // what a reader does to his row is not done to that of others

	mu   sync.RWMutex
	rows map[ID]T
}

// edition names what a row says for ever.
type edition[ID ~string] struct {
	id      ID
	version int64
}

// find reads what db selects. When a row is not in memory it reads all of them anew, in one statement: put together from
// two moments, a list could show what its conditions leave out.
func (m *memory[T, ID]) find(db *gorm.DB) ([]T, error) {
	db = db.Session(&gorm.Session{}) // for two statements
	editions, err := m.editions(db)
	if err != nil {
		return nil, err
	}
	if rows, ok := m.recall(editions); ok {
		return rows, nil
	}
	rows, err := find[T](db)
	m.keep(rows)
	return rows, err
}

func (m *memory[T, ID]) editions(db *gorm.DB) ([]edition[ID], error) {
	rows, err := db.Model(new(T)).Select("id", "version").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var editions []edition[ID]
	for rows.Next() {
		var e edition[ID]
		if err := rows.Scan(&e.id, &e.version); err != nil {
			return nil, err
		}
		editions = append(editions, e)
	}
	return editions, rows.Err()
}

// recall is false unless all are in memory.
func (m *memory[T, ID]) recall(editions []edition[ID]) ([]T, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	rows := make([]T, len(editions))
	for i, e := range editions {
		row, ok := m.rows[e.id]
		if !ok || *m.kind.version(&row) != e.version {
			return nil, false
		}
		rows[i] = m.clone(row)
	}
	return rows, true
}

func (m *memory[T, ID]) keep(rows []T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows == nil || len(m.rows)+len(rows) > mostKept {
		m.rows = map[ID]T{} // to begin anew costs one slow list, and less than to know what was read last
	}
	for _, row := range rows {
		m.rows[m.kind.id(row)] = m.clone(row)
	}
}
