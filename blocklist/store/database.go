package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
)

// maxReaders is how many checks can read at once. The window asks one at a time; tests and terminals ask more.
const maxReaders = 4

// kind is what distinguishes the two files.
type kind struct {
	applicationID int64
	migrations    fs.FS
	// setup runs before the first table is made.
	setup []string
	// writer and reader hold the settings of each connection.
	writer, reader []string
	// beforeMigration, if set, runs before a file with contents is migrated from the given version.
	beforeMigration func(ctx context.Context, db *database, version int) error
}

// database is one open file: a connection that writes and a pool of connections that read.
type database struct {
	path    string
	writer  *sql.DB
	readers *sql.DB
	file    os.FileInfo // to tell this file from one that took its name
}

// openDatabase opens path, creates it when it is missing, checks it and brings its schema up to date. fresh reports
// that there was nothing in it. The error wraps errNewer, or isDamage reports true for it, where that is the reason.
func openDatabase(ctx context.Context, path string, k kind) (db *database, fresh bool, err error) {
	info, err := createFile(path)
	if err != nil {
		return nil, false, err
	}
	db = &database{path: path, file: info}
	defer func() {
		if err != nil {
			db.close()
		}
	}()
	db.writer = openPool(path, "_txlock=immediate", k.writer)
	db.writer.SetMaxOpenConns(1)
	db.writer.SetMaxIdleConns(1)
	if fresh, err = db.migrateInTurn(ctx, k); err != nil {
		return db, false, err
	}
	db.readers = openPool(path, "mode=ro", k.reader)
	db.readers.SetMaxOpenConns(maxReaders)
	db.readers.SetMaxIdleConns(maxReaders)
	return db, fresh, nil
}

// close closes the readers first, so that the writer is the last to leave and clears the write-ahead log away.
func (db *database) close() error {
	var errs []error
	for _, pool := range []*sql.DB{db.readers, db.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// write runs do in one transaction. Whatever fails, nothing of it stays.
func (db *database) write(ctx context.Context, do func(tx *sql.Tx) error) error {
	return transact(ctx, db.writer, do)
}

// read runs do on one consistent state of the file.
func (db *database) read(ctx context.Context, do func(tx *sql.Tx) error) error {
	return transact(ctx, db.readers, do)
}

func transact(ctx context.Context, pool *sql.DB, do func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// quickCheck looks for damage in the structure of the file: 10 ms for a list of ten million numbers.
func (db *database) quickCheck(ctx context.Context) error {
	var result string
	if err := db.writer.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&result); err != nil {
		return err
	}
	if result != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, result)
	}
	return nil
}

// runAll runs a statement that takes a step for each part of its work, of which the driver's Exec does only the first.
func runAll(ctx context.Context, pool *sql.DB, statement string) error {
	rows, err := pool.QueryContext(ctx, statement)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		continue
	}
	return rows.Err()
}

// createFile makes sure that path and its folder exist and are the owner's alone. SQLite gives the write-ahead log
// the mode of the file it belongs to.
func createFile(path string) (os.FileInfo, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = f.Chmod(0o600)
	}
	return info, err
}

// openPool returns a pool of connections that each run the given pragmas first. No connection is made yet.
func openPool(path, parameters string, pragmas []string) *sql.DB {
	name := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: parameters}
	return sql.OpenDB(connector{name.String(), &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error {
			for _, pragma := range pragmas {
				if _, err := c.Exec("PRAGMA "+pragma, nil); err != nil {
					return fmt.Errorf("pragma %s: %w", pragma, err)
				}
			}
			return nil
		},
	}})
}

// connector gives database/sql a driver of its own, so that none has to be registered by name for all programs.
type connector struct {
	name   string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.name) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// asideMark stands between the name of a file and the date on which it was set aside.
const asideMark = ".set-aside-"

// setAside renames a file and its write-ahead log to a dated name beside it, and returns that name.
func setAside(path string, now time.Time) (string, error) {
	aside := fmt.Sprintf("%s%s%s", path, asideMark, now.UTC().Format("20060102-150405.000"))
	if err := os.Rename(path, aside); err != nil {
		return "", err
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}

// removeSetAside removes what setAside left before. What cannot be removed stays.
func removeSetAside(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), filepath.Base(path)+asideMark) {
			os.Remove(filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
}
