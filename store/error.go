package store

import (
	"errors"
	"fmt"

	"ploughshare/aid"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// failure says what an error of the database befell, and turns it into its kind: "request RQ010: not found".
func failure(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		err = aid.ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		err = aid.ErrConflict
	case errors.Is(err, gorm.ErrForeignKeyViolated), notText(err):
		err = aid.ErrInvalid
	}
	return fmt.Errorf("%s: %w", what, err)
}

// notText says whether PostgreSQL refused a text with a NUL character or one that is not UTF-8.
func notText(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == "22021"
}
