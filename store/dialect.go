package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// database is a pair of pools and the dialect they speak. What differs between the dialects is here, in migrate.go and
// in the migrations.
type database struct {
	dialect     goose.Dialect
	write, read *sql.DB // one and the same on PostgreSQL
	file        string  // address of the SQLite file
}

func connect(dsn string) (database, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return connectPostgres(dsn)
	}
	return connectSQLite(dsn)
}

func connectSQLite(path string) (database, error) {
	if path == "" || path == ":memory:" {
		return database{}, errors.New("a SQLite database needs a file: its connections share nothing else")
	}
	pragmas := url.Values{
		"_busy_timeout":        {"5000"},   // wait for another process, such as a backup, before giving up
		"_journal_mode":        {"WAL"},    // readers and the writer do not wait for each other
		"_synchronous":         {"NORMAL"}, // in WAL a power cut may cost the last commits, never the file
		"_foreign_keys":        {"on"},     // SQLite leaves them off
		"_case_sensitive_like": {"on"},     // as in PostgreSQL: ids and codes have a case
	}
	read, err := openSQLite(path, pragmas, "_query_only", "on", 4)
	if err != nil {
		return database{}, err
	}
	// A transaction takes the write lock at once: one that began by reading could not be upgraded when another
	// process wrote in between. A second writing connection would only wait for the first.
	write, err := openSQLite(path, pragmas, "_txlock", "immediate", 1)
	return database{dialect: goose.DialectSQLite3, write: write, read: read, file: fileAddress(path, pragmas)}, err
}

func fileAddress(path string, pragmas url.Values) string {
	file := url.URL{Path: filepath.Clean(path)}
	return "file:" + file.EscapedPath() + "?" + pragmas.Encode()
}

func openSQLite(path string, pragmas url.Values, pragma, value string, connections int) (*sql.DB, error) {
	pool, err := sql.Open(sqlite.DriverName, fileAddress(path, pragmas)+"&"+pragma+"="+value)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}

func connectPostgres(dsn string) (database, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return database{}, err
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(readUTC))
	pool.SetMaxOpenConns(20) // of the hundred that PostgreSQL allows everybody together
	pool.SetMaxIdleConns(20)
	return database{dialect: goose.DialectPostgres, write: pool, read: pool}, nil
}

// readUTC makes a connection return times in UTC, not in the zone of this machine.
func readUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

func (db database) close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

func (db database) dialector(pool *sql.DB) gorm.Dialector {
	if db.dialect == goose.DialectPostgres {
		return postgres.New(postgres.Config{Conn: pool})
	}
	return sqlite.New(sqlite.Config{Conn: pool})
}

// journalLock is the key of the lock that writers of the journal take in turn.
const journalLock = 0x706c6f756768 // "plough"

// lockJournal keeps others from adding entries until the transaction ends. On SQLite there is one writer anyway.
func (s *Store) lockJournal(ctx context.Context) error {
	if s.db.dialect != goose.DialectPostgres {
		return nil
	}
	return s.write.WithContext(ctx).Exec("SELECT pg_advisory_xact_lock(?)", journalLock).Error
}

// locking reads rows so that others who would change or lock them wait until the transaction ends. Others may go on
// referring to them, as a round does. On SQLite there is one writer anyway.
func (s *Store) locking(ctx context.Context) *gorm.DB {
	if s.db.dialect != goose.DialectPostgres {
		return s.read.WithContext(ctx)
	}
	return s.read.WithContext(ctx).Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
}
