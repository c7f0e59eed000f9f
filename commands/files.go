package commands

import (
	"context"
	"errors"
	"io"

	"jalon/plan"
	"jalon/tabular"
)

// Files is the chat from which the files that people hand in are read.
type Files interface {
	// File reads a file that the person handed in in their private conversation
	// with jalon, and how many bytes it has. The caller closes it. It returns
	// ErrNoFile when there is none of that name that is theirs.
	File(ctx context.Context, user plan.UserID, id string) (file HandedIn, err error)
}

// HandedIn is a file that somebody handed in.
type HandedIn struct {
	Name    string
	Size    int64
	Content io.ReadCloser
}

// MostHandedIn is the largest file that is read, in bytes.
var MostHandedIn = tabular.Usual.Bytes

// ErrNoFile is returned when a person handed in no file of that name.
var ErrNoFile = errors.New("no such file")

// UseFiles gives the router the chat whose files it reads. Without it no file can
// be handed in. It is called before the first request.
func (r *Router) UseFiles(f Files) { r.files = f }
