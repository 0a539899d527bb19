package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"

	"hangup/blocklist"
)

// maxLog is how large, in bytes, the write-ahead log may stay between changes. To empty it makes the disk wait, so a
// sync of many small packs does it seldom.
const maxLog = 4 << 20

// listFile is list.db with the statements that lookups need.
type listFile struct {
	*database
	selectBlock, selectRanges *sql.Stmt
}

func (f *listFile) close() error {
	var err error
	for _, statement := range []*sql.Stmt{f.selectBlock, f.selectRanges} {
		if statement != nil {
			err = errors.Join(err, statement.Close())
		}
	}
	return errors.Join(err, f.database.close())
}

// inPlace reports whether the file still has its name.
func (f *listFile) inPlace() bool {
	info, err := os.Stat(f.path)
	return err == nil && os.SameFile(info, f.file)
}

// List is an open list.db. It may be used by many goroutines.
type List struct {
	path    string
	options Options
	current atomic.Pointer[view]

	reloading sync.Mutex // one reload at a time
	replacing sync.Mutex // guards the file's replacement, and notice
	notice    *blocklist.Message
}

// OpenList opens list.db and creates it when it is missing. A file that is damaged or that a newer program made is
// set aside and an empty one takes its place; [List.Notice] says so.
func OpenList(ctx context.Context, path string, o Options) (*List, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: open list: %w", err)
	}
	l := &List{path: path, options: o}
	v, err := l.openUsable(ctx, o.Synced)
	if err != nil {
		return nil, l.explain(ctx, "open list", err)
	}
	l.current.Store(v)
	return l, nil
}

// Close waits for the checks that are under way and closes the file.
func (l *List) Close() error {
	if err := l.current.Load().close(); err != nil {
		return fmt.Errorf("store: close list: %w", err)
	}
	return nil
}

// Notice returns what the person should know of the file: that it was damaged, from a newer program or missing, and is
// empty now. It is nil when there is nothing to tell.
func (l *List) Notice() *blocklist.Message {
	l.replacing.Lock()
	defer l.replacing.Unlock()
	return l.notice
}

func (l *List) tell(id string, cause error) {
	m := blocklist.Say(id)
	l.notice = &m
	l.options.Log.Warn("list.db starts empty", "notice", id, "cause", cause)
}

// openUsable opens the file, or an empty one in its place when it cannot be used. expected says that a missing file is
// a loss.
func (l *List) openUsable(ctx context.Context, expected bool) (*view, error) {
	v, fresh, err := l.open(ctx)
	switch {
	case errors.Is(err, errNewer):
		return l.openAnew(ctx, "notice.list.newer", err)
	case isDamage(err):
		return l.openAnew(ctx, "notice.list.damaged", err)
	case err == nil && fresh && expected:
		l.tell("notice.list.missing", nil)
	}
	return v, err
}

// open opens the file and reads what lookups keep in memory.
func (l *List) open(ctx context.Context) (v *view, fresh bool, err error) {
	schema, err := fs.Sub(migrations, "migrations/list")
	if err != nil {
		return nil, false, err
	}
	db, fresh, err := openDatabase(ctx, l.path, kind{
		applicationID: 0x4855_4c31, // "HUL1"
		migrations:    schema,
		// Blocks have some 660 bytes: in pages of 4 KiB a tenth would be left over. Free pages can be given back.
		setup: []string{"page_size = 8192", "auto_vacuum = INCREMENTAL"},
		// An edition is larger than the cache, so pages go to the log before the commit and memory stays small. The log
		// is copied back after each change and not in the midst of one.
		writer: []string{"foreign_keys = ON", "synchronous = NORMAL", "cache_size = -2048", "wal_autocheckpoint = 0"},
		reader: []string{"query_only = ON", "cache_size = -1024"},
	})
	if err != nil {
		return nil, false, err
	}
	file := &listFile{database: db}
	if file.selectBlock, err = db.readers.PrepareContext(ctx, "SELECT data FROM block WHERE id = ?"); err == nil {
		file.selectRanges, err = db.readers.PrepareContext(ctx, selectRanges())
	}
	if err == nil {
		v, err = l.load(ctx, file, nil)
	}
	if err != nil {
		file.close()
		var e sqlite3.Error
		if errors.As(err, &e) && e.Code == sqlite3.ErrError { // a table or column is not there
			err = fmt.Errorf("%w: %w", errDamaged, err)
		}
		return nil, false, err
	}
	return v, fresh, nil
}

// openAnew sets the file aside and opens an empty one.
func (l *List) openAnew(ctx context.Context, notice string, cause error) (*view, error) {
	// One is enough to look into, and a failing disk must not fill up with them.
	removeSetAside(l.path)
	aside, err := setAside(l.path, l.options.Now())
	if err != nil {
		return nil, err
	}
	v, _, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	l.tell(notice, fmt.Errorf("set aside as %s: %w", filepath.Base(aside), cause))
	return v, nil
}

// repair replaces the file when err shows that it is damaged, and returns the error to report.
func (l *List) repair(ctx context.Context, v *view, err error) error {
	if !isDamage(err) {
		return err
	}
	damaged := blocklist.Errorf(ErrListDamaged.Message, "%w", err)
	if _, err := l.replace(context.WithoutCancel(ctx), v, err); err != nil {
		return errors.Join(damaged, err)
	}
	return damaged
}

// replace opens the file anew, unless that was done since v was current. With a cause, which says how v's file is
// damaged, an empty file takes its place first. Without, another program or a person has taken v's file away.
func (l *List) replace(ctx context.Context, v *view, cause error) (*view, error) {
	l.replacing.Lock()
	defer l.replacing.Unlock()
	if now := l.current.Load(); now.listFile != v.listFile {
		return now, nil
	}
	var next *view
	var err error
	if cause != nil && v.inPlace() {
		next, err = l.openAnew(ctx, "notice.list.damaged", cause)
	} else {
		next, err = l.openUsable(ctx, true)
	}
	if err != nil {
		return v, err
	}
	l.current.Store(next)
	if err := v.close(); err != nil {
		l.options.Log.Info("old list.db was not closed", "error", err)
	}
	return next, nil
}

// change runs do in one transaction that counts as one change, and makes its result visible to lookups.
func (l *List) change(ctx context.Context, doing string, do func(tx *sql.Tx, generation int64) error) error {
	return l.changeAnd(ctx, doing, do, func(*view) {})
}

// changeAnd is change, and lets prepare have the new state before lookups see it.
func (l *List) changeAnd(
	ctx context.Context, doing string, do func(tx *sql.Tx, generation int64) error, prepare func(*view),
) error {
	v, err := l.fresh(ctx, doing)
	if err != nil {
		return err
	}
	err = v.write(ctx, func(tx *sql.Tx) error {
		var generation int64
		err := tx.QueryRowContext(ctx, "UPDATE state SET generation = generation + 1 RETURNING generation").
			Scan(&generation)
		if err != nil {
			return err
		}
		return do(tx, generation)
	})
	if err == nil {
		// From here on the change has happened, whether or not anybody still waits for it.
		err = l.settle(context.WithoutCancel(ctx), v, prepare)
	}
	return l.explain(ctx, doing, l.repair(ctx, v, err))
}

// settle makes a change visible, gives free pages back and, when it has grown, empties the log into the file. That the
// latter two fail is no loss: the next change does them.
func (l *List) settle(ctx context.Context, v *view, prepare func(*view)) error {
	now, err := l.reloadAnd(ctx, v, prepare)
	if err != nil {
		return err
	}
	if now.listFile != v.listFile {
		return fmt.Errorf("%w: replaced during a change", errDamaged)
	}
	tidy := []string{"incremental_vacuum"}
	if info, err := os.Stat(l.path + "-wal"); err == nil && info.Size() > maxLog {
		tidy = append(tidy, "wal_checkpoint(TRUNCATE)")
	}
	for _, pragma := range tidy {
		if err := runAll(ctx, v.writer, "PRAGMA "+pragma); err != nil {
			l.options.Log.Info("list.db was not tidied", "pragma", pragma, "error", err)
		}
	}
	return nil
}

func (l *List) explain(ctx context.Context, doing string, err error) error {
	return explain(ctx, doing, filepath.Dir(l.path), err)
}
