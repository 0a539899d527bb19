// Package store keeps what must outlive the program, in two SQLite files.
//
// list.db ([List]) holds the applied packs of signed lists. It can be rebuilt at any time by the next sync, so a file
// that is damaged or comes from a newer program is set aside under a dated name and replaced by an empty one, and
// [List.Notice] tells the person. home.db ([Home]) holds what only the person knows: settings, contacts, the call
// diary, the lists followed. It is copied before each migration, never dropped, and never touched when a newer program
// wrote it.
//
// Both are written over one connection and read over a pool of others (WAL), so that a check never waits for a sync.
// Several programs may open the same files at once. Files are readable by their owner alone.
//
// Every failure a person can do something about is a [blocklist.Error] that says what; [context.Canceled] and
// [context.DeadlineExceeded] are passed on. Nothing is logged that the person typed.
package store

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"hangup/blocklist"
)

// Options are what both files need from the program.
type Options struct {
	// Log receives what a person need not know.
	Log *slog.Logger
	// Now tells the time.
	Now func() time.Time
	// Synced says that a list was synced before, as [Home.Synced] remembers. A missing list.db is then a loss that
	// [List.Notice] speaks of, and not a first start.
	Synced bool
}

// Errors to test for with [errors.Is].
var (
	// ErrNotFound means that there is no such row.
	ErrNotFound = errors.New("store: not found")
	// ErrWrongBytes means that a stream is not the one its manifest describes.
	ErrWrongBytes = &blocklist.Error{Message: blocklist.Say("error.list.wrong_bytes")}
	// ErrListDamaged means that list.db turned out to be damaged while in use. It was replaced by an empty one.
	ErrListDamaged = &blocklist.Error{Message: blocklist.Say("error.list.damaged")}
	// ErrHomeDamaged means that home.db could not be read and was set aside. Opening again starts an empty one.
	ErrHomeDamaged = &blocklist.Error{Message: blocklist.Say("error.home.damaged")}
	// ErrHomeNewer means that a newer program wrote home.db. The file was left as it is.
	ErrHomeNewer = &blocklist.Error{Message: blocklist.Say("error.home.newer")}
	// ErrContactExists means that another contact has the number.
	ErrContactExists = &blocklist.Error{Message: blocklist.Say("error.home.contact_exists")}
	// ErrDiskFull means that nothing could be written for want of space.
	ErrDiskFull = &blocklist.Error{Message: blocklist.Say("error.store.disk_full")}
	// ErrReadOnly means that the program may not write to the folder or file.
	ErrReadOnly = &blocklist.Error{Message: blocklist.Say("error.store.read_only")}
	// ErrLocked means that another program held the file for too long.
	ErrLocked = &blocklist.Error{Message: blocklist.Say("error.store.locked")}
	// ErrDiskFailed means that the disk returned an error.
	ErrDiskFailed = &blocklist.Error{Message: blocklist.Say("error.store.disk_failed")}
)

// notFound maps the absence of a row to [ErrNotFound].
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	return err
}

// millis is how times are stored: whole milliseconds since 1970.
func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
