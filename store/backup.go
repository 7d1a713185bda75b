package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
)

// ErrOwnTools is the answer of a database that brings its own tools for backups.
var ErrOwnTools = errors.New("PostgreSQL brings its own tools: pg_dump --format=custom --file=FILE, and pg_restore")

// Backup writes a copy of the whole database, as it is at one moment, to a file that must not exist. Writers go on
// meanwhile. The file appears whole and checked, or not at all.
func (s *Store) Backup(ctx context.Context, path string, check func(ctx context.Context, copy string) error) error {
	if s.db.dialect == goose.DialectPostgres {
		return ErrOwnTools
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("backup: %w", &os.PathError{Op: "write", Path: path, Err: os.ErrExist})
	}
	folder, err := os.MkdirTemp(filepath.Dir(path), ".backup-*") // for its owner only, since the copy holds everything
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer os.RemoveAll(folder)
	draft := filepath.Join(folder, "copy.db")
	err = inTurn(
		func() error { return s.vacuumInto(ctx, draft) },
		func() error { return sound(ctx, draft) },
		func() error { return check(ctx, draft) },
		func() error { return os.Chmod(draft, 0o600) },
		func() error { return syncFile(draft) },
		func() error { return os.Rename(draft, path) },
		func() error { return syncFile(filepath.Dir(path)) },
	)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// vacuumInto copies through a connection that the pools do not have: neither readers nor writers wait for it.
func (s *Store) vacuumInto(ctx context.Context, path string) error {
	conn, err := sql.Open(sqlite.DriverName, s.db.file)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// sound asks SQLite whether each page, index and reference of a file is as it should be.
func sound(ctx context.Context, path string) error {
	conn, err := sql.Open(sqlite.DriverName, fileAddress(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return err
	}
	defer conn.Close()
	var answer string
	if err := conn.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return errors.New("the copy is damaged: " + answer)
	}
	return nil
}

func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
