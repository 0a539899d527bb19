package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hangup/blocklist"
)

// Home is an open home.db. It may be used by many goroutines.
type Home struct {
	db      *database
	options Options
}

// OpenHome opens home.db and creates it when it is missing. The error is [ErrHomeNewer] for a file that a newer
// program wrote, which is left as it is, and [ErrHomeDamaged] for one that cannot be read: its message says under
// which name the file was set aside, and opening again starts an empty one.
func OpenHome(ctx context.Context, path string, o Options) (*Home, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: open home: %w", err)
	}
	schema, err := fs.Sub(migrations, "migrations/home")
	if err != nil {
		return nil, fmt.Errorf("store: open home: %w", err)
	}
	return openHome(ctx, path, o, schema)
}

func openHome(ctx context.Context, path string, o Options, schema fs.FS) (*Home, error) {
	h := &Home{options: o}
	var err error
	h.db, _, err = openDatabase(ctx, path, kind{
		applicationID: 0x4855_4831, // "HUH1"
		migrations:    schema,
		// What a person typed is on the disk when the program says it is saved, and its bytes are gone when it was
		// deleted.
		writer:          []string{"foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"},
		reader:          []string{"query_only = ON"},
		beforeMigration: h.copy,
	})
	switch {
	case errors.Is(err, errNewer):
		err = blocklist.Errorf(ErrHomeNewer.Message, "%w", err)
	case isDamage(err):
		err = setHomeAside(path, o, err)
	}
	if err != nil {
		return nil, explain(ctx, "open home", filepath.Dir(path), err)
	}
	return h, nil
}

// setHomeAside keeps a damaged file under another name and returns the error that tells it.
func setHomeAside(path string, o Options, cause error) error {
	aside, err := setAside(path, o.Now())
	if err != nil {
		return errors.Join(err, cause)
	}
	o.Log.Error("home.db was damaged and set aside", "as", filepath.Base(aside), "cause", cause)
	return blocklist.Errorf(blocklist.Message{ID: ErrHomeDamaged.Message.ID, Args: blocklist.Args{"Path": aside}},
		"%w", cause)
}

// copyMark stands between the name of the file and what tells its copies apart.
const copyMark = ".version-"

// copy keeps the file as it is before a migration, under a dated name beside it.
func (h *Home) copy(ctx context.Context, db *database, version int) error {
	name := fmt.Sprintf("%s%s%d-%s", db.path, copyMark, version, h.options.Now().UTC().Format("20060102-150405.000"))
	// SQLite writes into an empty file, and so the copy is the owner's alone from the start.
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if _, err := db.writer.ExecContext(ctx, "VACUUM INTO ?", name); err != nil {
		os.Remove(name)
		return err
	}
	h.options.Log.Info("home.db was copied before a migration", "to", filepath.Base(name))
	return nil
}

// Close closes the file.
func (h *Home) Close() error {
	if err := h.db.close(); err != nil {
		return fmt.Errorf("store: close home: %w", err)
	}
	return nil
}

// write runs do in one transaction and puts its error in words.
func (h *Home) write(ctx context.Context, doing string, do func(tx *sql.Tx) error) error {
	return h.explain(ctx, doing, h.db.write(ctx, do))
}

// exec runs one statement and puts its error in words.
func (h *Home) exec(ctx context.Context, doing, query string, args ...any) error {
	_, err := h.db.writer.ExecContext(ctx, query, args...)
	return h.explain(ctx, doing, err)
}

func (h *Home) explain(ctx context.Context, doing string, err error) error {
	return explain(ctx, doing, filepath.Dir(h.db.path), err)
}
