package maker

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"hangup/blocklist"
)

//go:embed evidence.sql
var evidenceSchema string

// evidenceVersion is the schema's number in PRAGMA user_version.
const evidenceVersion = 1

// ErrNewer is returned for evidence that a newer program has written.
var ErrNewer = &blocklist.Error{Message: blocklist.Say("error.maker.newer")}

// busyWait is how long a writer waits for another one.
const busyWait = 5 * time.Second

// evidence is the SQLite store of what was imported and built. Every transaction takes the write lock at its start.
type evidence struct {
	db *sql.DB
}

func openEvidence(ctx context.Context, path string) (*evidence, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: url.Values{
		"_txlock":       {"immediate"},
		"_busy_timeout": {fmt.Sprint(busyWait.Milliseconds())},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"NORMAL"},
		"_foreign_keys": {"on"},
	}.Encode()}
	db, err := sql.Open("sqlite3", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	e := &evidence{db}
	if err := e.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return e, nil
}

func (e *evidence) close() error { return e.db.Close() }

func (e *evidence) migrate(ctx context.Context) error {
	return e.write(ctx, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		switch {
		case version > evidenceVersion:
			return ErrNewer
		case version == evidenceVersion:
			return nil
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("%s; PRAGMA user_version = %d", evidenceSchema, evidenceVersion))
		return err
	})
}

// write runs do in one transaction, alone among all programs that write here.
func (e *evidence) write(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return sqlError(err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := do(tx); err != nil {
		return sqlError(err)
	}
	return sqlError(tx.Commit())
}

// sqlError gives errors of SQLite that the maker can do something about their words.
func sqlError(err error) error {
	var (
		known *blocklist.Error
		lite  sqlite3.Error
	)
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.As(err, &lite) && (lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked):
		return blocklist.Errorf(ErrBusy.Message, "maker: %w", err)
	case errors.As(err, &lite) && (lite.Code == sqlite3.ErrCorrupt || lite.Code == sqlite3.ErrNotADB):
		return damaged(evidenceFile, err)
	}
	return fmt.Errorf("maker: evidence: %w", err)
}

// sourceID returns the id of a source, which it adds when it is new.
func sourceID(ctx context.Context, tx *sql.Tx, name string, feed Feed) (int64, error) {
	var (
		id  int64
		old Feed
	)
	err := tx.QueryRowContext(ctx, "SELECT id, feed FROM source WHERE name = ?", name).Scan(&id, &old)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		r, err := tx.ExecContext(ctx, "INSERT INTO source (name, feed) VALUES (?, ?)", name, feed)
		if err != nil {
			return 0, err
		}
		return r.LastInsertId()
	case err != nil:
		return 0, err
	case old != feed:
		return 0, blocklist.Errorf(blocklist.Message{ID: ErrSource.Message.ID, Args: blocklist.Args{
			"Source": name, "Feed": string(old),
		}}, "maker: source %q has feed %s", name, old)
	}
	return id, nil
}

// codes returns the calling codes that have evidence, ascending.
func codes(ctx context.Context, tx *sql.Tx) ([]int, error) {
	// Each step of the recursion is one seek; DISTINCT would read every row.
	rows, err := tx.QueryContext(ctx, `
		WITH RECURSIVE next (code) AS (
			SELECT min(code) FROM evidence
			UNION ALL
			SELECT (SELECT min(code) FROM evidence WHERE code > next.code) FROM next WHERE next.code IS NOT NULL
		)
		SELECT code FROM next WHERE code IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []int
	for rows.Next() {
		var code int
		if err := rows.Scan(&code); err != nil {
			return nil, err
		}
		all = append(all, code)
	}
	return all, rows.Err()
}

// known is all that sources say of one number.
type known struct {
	number   uint64
	category blocklist.Category
	reports  int
	official bool
	last     Day
}

// each returns the numbers of a calling code with reports since a day, ascending, with reports added up over sources.
// The category is the one that most reports name.
func each(ctx context.Context, tx *sql.Tx, code int, since Day) iter.Seq2[known, error] {
	return func(yield func(known, error) bool) {
		rows, err := tx.QueryContext(ctx, `
			SELECT number, category, reports, official, last FROM evidence
			WHERE code = ? AND last >= ? ORDER BY number, source`, code, since)
		if err != nil {
			yield(known{}, err)
			return
		}
		defer rows.Close()
		var sum known
		named := 0 // reports behind sum.category
		for rows.Next() {
			var k known
			if err := rows.Scan(&k.number, &k.category, &k.reports, &k.official, &k.last); err != nil {
				yield(known{}, err)
				return
			}
			if k.number != sum.number {
				if sum.number != 0 && !yield(sum, nil) {
					return
				}
				sum, named = known{number: k.number}, 0
			}
			if k.category != blocklist.CategoryUnspecified && k.reports > named {
				sum.category, named = k.category, k.reports
			}
			sum.reports += k.reports
			sum.official = sum.official || k.official
			sum.last = max(sum.last, k.last)
		}
		if err := rows.Err(); err != nil {
			yield(known{}, err)
			return
		}
		if sum.number != 0 {
			yield(sum, nil)
		}
	}
}

// unbuilt reports whether something was imported after the last build.
func (e *evidence) unbuilt(ctx context.Context) (bool, error) {
	var yes bool
	err := e.db.QueryRowContext(ctx, `
		SELECT coalesce((SELECT max(id) FROM import), 0) >
			coalesce((SELECT import FROM build ORDER BY id DESC LIMIT 1), 0)`).Scan(&yes)
	return yes, sqlError(err)
}

// sources returns what came from each source, with the numbers reported since a day as fresh.
func (e *evidence) sources(ctx context.Context, since Day) ([]SourceStatus, error) {
	rows, err := e.db.QueryContext(ctx, `
		SELECT s.name, s.feed, e.numbers, e.fresh, i.imports, i.at
		FROM source s
		JOIN (SELECT source, count(*) numbers, count(*) FILTER (WHERE last >= ?) fresh FROM evidence GROUP BY source) e
			ON e.source = s.id
		JOIN (SELECT source, count(*) imports, max(at) at FROM import GROUP BY source) i ON i.source = s.id
		ORDER BY s.name`, since)
	if err != nil {
		return nil, sqlError(err)
	}
	defer rows.Close()
	all := []SourceStatus{}
	for rows.Next() {
		var (
			s  SourceStatus
			at int64
		)
		if err := rows.Scan(&s.Source, &s.Feed, &s.Numbers, &s.Fresh, &s.Imports, &at); err != nil {
			return nil, sqlError(err)
		}
		s.Imported = time.Unix(at, 0).UTC()
		all = append(all, s)
	}
	return all, sqlError(rows.Err())
}
