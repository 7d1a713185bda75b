package store

import (
	"errors"
	"fmt"

	"ploughshare/aid"

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
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		err = aid.ErrInvalid
	}
	return fmt.Errorf("%s: %w", what, err)
}
