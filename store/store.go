// Package store keeps the words of package aid in SQLite or PostgreSQL. It is the only package that knows gorm.
//
// One [Store] serves both databases. On SQLite all writes and transactions go through one connection and all other
// reads through a few that cannot write. Within [Store.InTx] the callback's store is the transaction: use it and no
// other, since a write through the outer store would wait for the transaction that waits for it.
//
// Errors are of the kinds of package aid: ErrNotFound, ErrConflict for a key that is taken or a version that is no
// longer the stored one, ErrInvalid for a reference to nothing; anything else is the database's own trouble.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"time"

	"ploughshare/aid"
	"ploughshare/words"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
)

// Store is an open database, or a transaction on one.
type Store struct {
	db    database
	write *gorm.DB
	read  *gorm.DB // the same as write on PostgreSQL and in a transaction
	words *words.Reader
	inTx  bool

	requests *memory[aid.Request, aid.RequestID] // none in a transaction
}

// Open opens a database: PostgreSQL when dsn begins with postgres:// or postgresql://, else the SQLite file of that
// path, which it creates and migrates when need be. It refuses a schema that is not this program's. The clock now
// gives the times of creation and change.
func Open(ctx context.Context, dsn string, now func() time.Time) (*Store, error) {
	db, err := connect(dsn)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s, err := open(ctx, db, now)
	if err != nil {
		db.close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return s, nil
}

func open(ctx context.Context, db database, now func() time.Time) (*Store, error) {
	if err := db.settle(ctx); err != nil {
		return nil, err
	}
	write, err := gorm.Open(db.dialector(db.write), settings(now))
	if err != nil {
		return nil, err
	}
	reader, err := words.NewReader()
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, write: write, read: write, words: reader}
	s.requests = &memory[aid.Request, aid.RequestID]{kind: requests, clone: cloneRequest}
	if db.read == db.write {
		return s, nil
	}
	reading := settings(now)
	reading.PrepareStmt = true // a third more reads a second; pgx does the same by itself
	reading.PrepareStmtMaxSize = 500
	s.read, err = gorm.Open(db.dialector(db.read), reading)
	return s, err
}

func settings(now func() time.Time) *gorm.Config {
	return &gorm.Config{
		NowFunc:                func() time.Time { return instant(now()) },
		NamingStrategy:         naming{schema.NamingStrategy{IdentifierMaxLength: 63}},
		Logger:                 logger.Discard, // errors are returned
		TranslateError:         true,
		SkipDefaultTransaction: true, // one statement is whole by itself; InTx is for more
	}
}

// Words reads words as the search does.
func (s *Store) Words() *words.Reader { return s.words }

// Close closes the database.
func (s *Store) Close() error { return s.db.close() }

// InTx runs fn in a transaction, which is kept when fn returns nil and undone otherwise. A transaction within a
// transaction joins the outer one, so its error must be passed on.
func (s *Store) InTx(ctx context.Context, fn func(tx *Store) error) error {
	if s.inTx {
		return fn(s)
	}
	return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(&Store{db: s.db, write: tx, read: tx, words: s.words, inTx: true})
	})
}

// InSnapshot runs fn on the database as it is at one moment, whatever others write meanwhile; nobody waits for it. The
// callback's store cannot write. Within a transaction it is that transaction.
func (s *Store) InSnapshot(ctx context.Context, fn func(snapshot *Store) error) error {
	if s.inTx {
		return fn(s)
	}
	// SQLite takes no notice of the options: its transactions are snapshots, and the read handle cannot write.
	options := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	return s.read.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(&Store{db: s.db, write: tx, read: tx, words: s.words, inTx: true})
	}, options)
}

// Pool is the pool that writes and SQLTx the transaction itself, nil outside of one. They are for jobs, which are kept
// in the same database and in the transaction of the change that they belong to.
func (s *Store) Pool() (pool *sql.DB, postgres bool) {
	return s.db.write, s.db.dialect == goose.DialectPostgres
}

// Pools are all pools by name, for those who watch them; on PostgreSQL both are the same.
func (s *Store) Pools() map[string]*sql.DB {
	return map[string]*sql.DB{"write": s.db.write, "read": s.db.read}
}

func (s *Store) SQLTx() *sql.Tx {
	tx, _ := s.write.Statement.ConnPool.(*sql.Tx)
	return tx
}

// inTurn takes steps until one fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// naming mends gorm's spelling of a few tables and columns.
type naming struct{ schema.NamingStrategy }

var spelling = map[string]string{"Embargo": "embargoes", "Unmatched": "unmatched", "SIDS": "sids", "PoA": "poa"}

func (n naming) TableName(typeName string) string {
	if name, ok := spelling[typeName]; ok {
		return name
	}
	return n.NamingStrategy.TableName(typeName)
}

func (n naming) ColumnName(table, field string) string {
	if name, ok := spelling[field]; ok {
		return name
	}
	return n.NamingStrategy.ColumnName(table, field)
}

// instant is a time as both databases can keep it: in UTC, since SQLite sorts times as text, and in microseconds,
// since PostgreSQL has no finer ones.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// mark makes an instant of every time in a row.
func mark[T any](row *T) {
	fields := reflect.ValueOf(row).Elem()
	for i := range fields.NumField() {
		if t, ok := fields.Field(i).Addr().Interface().(*time.Time); ok {
			*t = instant(*t)
		}
	}
}
