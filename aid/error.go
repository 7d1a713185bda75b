package aid

import (
	"errors"
	"slices"
	"strings"
)

// The kinds of error. Each edge (command line, API, page) turns them into its own answer once.
var (
	ErrNotFound        = errors.New("not found")
	ErrInvalid         = errors.New("invalid")
	ErrConflict        = errors.New("conflict")
	ErrForbidden       = errors.New("forbidden")
	ErrUnauthenticated = errors.New("unauthenticated")
)

// Problem is one thing that is wrong with one field of what somebody gave us.
type Problem struct {
	Field string `json:"field"`
	Message
}

// Problems is an error of kind ErrInvalid that says all that is wrong at once.
type Problems []Problem

// Add notes a problem with a field.
func (p *Problems) Add(field, key string, pairs ...string) {
	*p = append(*p, Problem{Field: field, Message: Say(key, pairs...)})
}

// Says tells whether a sentence is among the problems.
func (p Problems) Says(key string) bool {
	return slices.ContainsFunc(p, func(one Problem) bool { return one.Key == key })
}

// Err returns the problems as an error, or nil when there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error lists fields and keys; readers get sentences from the catalogs instead.
func (p Problems) Error() string {
	said := make([]string, len(p))
	for i, one := range p {
		said[i] = one.Field + ": " + one.Key
	}
	return "invalid: " + strings.Join(said, "; ")
}

// Is makes errors.Is(p, ErrInvalid) hold.
func (p Problems) Is(target error) bool { return target == ErrInvalid }
