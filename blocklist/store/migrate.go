package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/mattn/go-sqlite3"
)

// migrations hold the schema of both files: one folder each, one file a version, applied in the order of their names.
//
//go:embed migrations
var migrations embed.FS

// header is what a file says of itself.
type header struct {
	applicationID int64
	version       int // migrations applied
	tables        int
}

// openPatience is how long to wait for another program that makes or migrates the file at the same moment.
const openPatience = 10 * time.Second

// migrateInTurn is migrate, tried again while another program is at it. SQLite waits for locks by itself, but not for
// those that a change of the journal's mode needs.
func (db *database) migrateInTurn(ctx context.Context, k kind) (fresh bool, err error) {
	return backoff.Retry(ctx, func() (bool, error) {
		made, err := db.migrate(ctx, k)
		fresh = fresh || made
		var failure sqlite3.Error
		if err != nil && !(errors.As(err, &failure) && failure.Code == sqlite3.ErrBusy) {
			err = backoff.Permanent(err)
		}
		return fresh, err
	}, backoff.WithBackOff(backoff.NewExponentialBackOff()), backoff.WithMaxElapsedTime(openPatience))
}

// migrate checks whose file this is and that it is sound, and applies the migrations it lacks, each in a transaction
// of its own. Two programs may do so at once.
func (db *database) migrate(ctx context.Context, k kind) (fresh bool, err error) {
	files, err := fs.Glob(k.migrations, "*.sql")
	if err != nil {
		return false, err
	}
	h, err := readHeader(ctx, db.writer)
	switch {
	case err != nil:
		return false, err
	case h.applicationID != k.applicationID && (h.applicationID != 0 || h.tables > 0):
		return false, fmt.Errorf("%w: application id %#x", errDamaged, h.applicationID)
	case h.version > len(files):
		return false, fmt.Errorf("%w: version %d, program knows %d", errNewer, h.version, len(files))
	}
	fresh = h.tables == 0
	if fresh {
		for _, pragma := range k.setup {
			if _, err := db.writer.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
				return false, err
			}
		}
	} else if err := db.quickCheck(ctx); err != nil {
		return false, err
	}
	// A copy that somebody put back is not in WAL mode: VACUUM INTO does not keep it.
	if _, err := db.writer.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return false, err
	}
	for n := h.version; n < len(files); n++ {
		script, err := fs.ReadFile(k.migrations, files[n])
		if err != nil {
			return false, err
		}
		if !fresh && k.beforeMigration != nil {
			if err := k.beforeMigration(ctx, db, n); err != nil {
				return false, fmt.Errorf("copy before %s: %w", files[n], err)
			}
		}
		if err := db.migrateOnce(ctx, k.applicationID, n, string(script)); err != nil {
			return false, fmt.Errorf("%s: %w", files[n], err)
		}
	}
	return fresh, nil
}

// migrateOnce applies one migration, unless another program did so meanwhile.
func (db *database) migrateOnce(ctx context.Context, applicationID int64, from int, script string) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		h, err := readHeader(ctx, tx)
		if err != nil || h.version > from {
			return err
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf("%s\nPRAGMA user_version = %d;\nPRAGMA application_id = %d;",
			script, from+1, applicationID))
		return err
	})
}

// queryer is a pool or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readHeader reads all fields in one statement, so that they belong together.
func readHeader(ctx context.Context, q queryer) (h header, err error) {
	err = q.QueryRowContext(ctx, `
		SELECT (SELECT application_id FROM pragma_application_id),
		       (SELECT user_version FROM pragma_user_version),
		       (SELECT count(*) FROM sqlite_schema)`).Scan(&h.applicationID, &h.version, &h.tables)
	return h, err
}
