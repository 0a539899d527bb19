package update

import (
	"context"
	"errors"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// The ways a sync ends without success. After each of them the numbers that were in use stay in use.
var (
	ErrUnreachable = sentinel("error.sync.unreachable") // no network, no such server, or it answers with a fault
	ErrCertificate = sentinel("error.sync.certificate") // HTTPS could not be set up: often a wrong clock
	ErrNoFolder    = sentinel("error.sync.no_folder")   // the folder or stick of a file:// address cannot be read
	ErrSlow        = sentinel("error.sync.slow")        // no byte for too long, or too few
	ErrMissing     = sentinel("error.sync.missing")     // a file the list needs is not on the server
	ErrTooLarge    = sentinel("error.sync.too_large")   // a file goes on beyond its length
	ErrTampered    = sentinel("error.sync.tampered")    // a hash or a signature is wrong
	ErrRollback    = sentinel("error.sync.rollback")    // genuine, but older than what was seen before
	ErrExpired     = sentinel("error.sync.expired")     // genuine, but past its date
	ErrBroken      = sentinel("error.sync.broken")      // genuine, but its maker made a mistake
	ErrChange      = sentinel("error.sync.change")      // genuine, but changes far too much at once
	ErrNewer       = repository.ErrNewFormat            // genuine, but in a format made after this program
	ErrCardRoot    = sentinel("error.card.root")        // the root metadata of the list card is not valid
	ErrDiskFull    = store.ErrDiskFull
	ErrNotSaved    = sentinel("error.sync.not_saved") // this computer did not let the list be written
	ErrBusy        = sentinel("error.sync.busy")      // another program syncs this list now
	ErrCancelled   = sentinel("error.sync.cancelled")
)

func sentinel(id string) *blocklist.Error { return &blocklist.Error{Message: blocklist.Say(id)} }

// fail returns an error of the given kind with its cause.
func fail(kind *blocklist.Error, format string, args ...any) error {
	return blocklist.Errorf(kind.Message, "update: "+format, args...)
}

// refused gives an error of package trustedmetadata its kind.
func refused(name string, err error) error {
	switch {
	case errors.Is(err, &metadata.ErrExpiredMetadata{}):
		return fail(ErrExpired, "%s: %w", name, err)
	case errors.Is(err, &metadata.ErrBadVersionNumber{}):
		return fail(ErrRollback, "%s: %w", name, err)
	}
	return fail(ErrTampered, "%s: %w", name, err)
}

// notSaved gives an error of this computer's disk its kind.
func notSaved(err error) error {
	if isDiskFull(err) {
		return fail(ErrDiskFull, "%w", err)
	}
	return fail(ErrNotSaved, "%w", err)
}

// explained makes sure that an error carries a sentence. A cancelled context explains whatever came of it.
func explained(ctx context.Context, err error) error {
	var said *blocklist.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && !errors.Is(err, ErrCancelled):
		return fail(ErrCancelled, "%w", err)
	case errors.As(err, &said):
		return err
	}
	return notSaved(err)
}
