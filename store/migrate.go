package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// The schema, one folder for each dialect. Migrations only go forward.
//
//go:embed migrations
var migrations embed.FS

// Migrate brings a database of either kind to this program's schema. It refuses one that is newer.
func Migrate(ctx context.Context, dsn string) error {
	db, err := connect(dsn)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := errors.Join(db.migrate(ctx), db.close()); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// settle makes sure of the schema before use: a SQLite file belongs to this program, which migrates it; a PostgreSQL
// database may be shared by several running programs, so a person decides when.
func (db database) settle(ctx context.Context) error {
	if db.dialect == goose.DialectSQLite3 {
		return db.migrate(ctx)
	}
	have, want, err := db.versions(ctx)
	if err == nil && have < want {
		err = fmt.Errorf("its schema has version %d and this program needs %d: run `ploughshare migrate`", have, want)
	}
	return err
}

func (db database) migrate(ctx context.Context) error {
	if _, _, err := db.versions(ctx); err != nil {
		return err
	}
	provider, err := db.provider()
	if err != nil {
		return err
	}
	if _, err = provider.Up(ctx); err == nil {
		return nil
	}
	// Another process may have been faster: on SQLite goose takes no lock of its own. Each migration is one
	// transaction, so what the other did is there as a whole.
	if have, want, again := db.versions(ctx); again == nil && have == want {
		return nil
	}
	return err
}

// Ready is an error unless the database answers and has this program's schema. It only reads.
func (s *Store) Ready(ctx context.Context) error {
	have, want, err := s.db.versions(ctx)
	if err == nil && have != want {
		err = fmt.Errorf("its schema has version %d, not %d", have, want)
	}
	return failure("database", err)
}

// versions are that of the database and that of this program. A database that is ahead is an error.
func (db database) versions(ctx context.Context) (have, want int64, err error) {
	provider, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	have, want, err = provider.GetVersions(ctx)
	if err == nil && have > want {
		err = fmt.Errorf("its schema has version %d, from a newer program; this one knows up to %d "+
			"and `ploughshare migrate` does not go back", have, want)
	}
	return have, want, err
}

func (db database) provider() (*goose.Provider, error) {
	folder, options := "sqlite", []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.dialect == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		folder, options = "postgres", append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(db.dialect, db.write, files, options...)
}
