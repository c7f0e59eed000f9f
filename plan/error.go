package plan

import (
	"errors"
	"fmt"

	"jalon/i18n"
)

// Kind says what sort of refusal an Error is, for those who must react to it
// rather than show it.
type Kind int

// Kinds of refusal.
const (
	Invalid  Kind = iota // what was asked cannot be
	NotFound             // the thing named does not exist in the region
	Denied               // the person may not
	Closed               // the thing is already done or cancelled
	Unclear              // a choice is missing: which service, which person
)

// Error is a refusal that a person is shown. Nothing was changed.
type Error struct {
	Kind Kind
	Text i18n.Line
}

// Error gives the French text, for logs and tests.
func (e *Error) Error() string { return e.Text.In(i18n.FR) }

// Refuse makes an Error.
func Refuse(k Kind, text i18n.Line) error { return &Error{Kind: k, Text: text} }

// KindOf returns the kind of the refusal in err's chain, and whether there is one.
func KindOf(err error) (Kind, bool) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind, true
	}
	return 0, false
}

// Errors of the port [Store]; callers compare with errors.Is.
var (
	// ErrNotFound is returned when no row has the key asked for.
	ErrNotFound = errors.New("not found")
	// ErrStale is returned by an update whose row changed since it was read.
	ErrStale = errors.New("changed by somebody else since it was read")
	// ErrDuplicate is returned by an insert whose key already stands.
	ErrDuplicate = errors.New("already exists")
	// ErrBusy is returned when the database stayed locked through every retry.
	ErrBusy = errors.New("database busy")
)

// wrap adds what was being done to an error of the store.
func wrap(err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(doing+": %w", append(args, err)...)
}
