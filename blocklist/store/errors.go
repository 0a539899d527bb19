package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"hangup/blocklist"
)

// errDamaged marks contents that SQLite can read but that are not what was written.
var errDamaged = errors.New("store: contents are damaged")

// errNewer marks a file whose schema a newer program made.
var errNewer = errors.New("store: schema is newer than the program")

// passedOn is an error of the caller's own stream, which is not for this package to put in words.
type passedOn struct{ error }

func (p passedOn) Unwrap() error { return p.error }

// isDamage reports whether err means that the file itself is broken, so that trying again cannot help.
func isDamage(err error) bool {
	if errors.Is(err, errDamaged) {
		return true
	}
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

// explain adds what was being done and, where a person can act on the cause, the sentence that says how. folder is
// where the file lives.
func explain(ctx context.Context, doing, folder string, err error) error {
	var known *blocklist.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known), errors.As(err, new(passedOn)):
		return fmt.Errorf("store: %s: %w", doing, err)
	case ctx.Err() != nil: // SQLite reports an interrupt, database/sql a closed transaction
		return fmt.Errorf("store: %s: %w (%w)", doing, ctx.Err(), err)
	}
	if m := causeMessage(err, folder); m != nil {
		return blocklist.Errorf(*m, "store: %s: %w", doing, err)
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

// causeMessage returns the sentence for a failure of the disk or of the system, or nil for any other.
func causeMessage(err error, folder string) *blocklist.Message {
	readOnly := &blocklist.Message{ID: ErrReadOnly.Message.ID, Args: blocklist.Args{"Folder": folder}}
	var e sqlite3.Error
	if errors.As(err, &e) {
		switch e.Code {
		case sqlite3.ErrFull:
			return &ErrDiskFull.Message
		case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrAuth:
			return readOnly
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return &ErrLocked.Message
		case sqlite3.ErrIoErr:
			if e.SystemErrno == syscall.ENOSPC { // a file that SQLite could not even extend for its index
				return &ErrDiskFull.Message
			}
			return &ErrDiskFailed.Message
		}
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &ErrDiskFull.Message
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return readOnly
	case errors.Is(err, syscall.EIO):
		return &ErrDiskFailed.Message
	}
	return nil
}
