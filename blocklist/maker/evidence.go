package maker

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"hangup/blocklist"
)

//go:embed evidence.sql
var evidenceSchema string

//go:embed evidence_2.sql
var evidenceSchema2 string

//go:embed evidence_3.sql
var evidenceSchema3 string

// evidenceSteps make an empty file into one with the newest schema. PRAGMA user_version counts those taken.
var evidenceSteps = []string{evidenceSchema, evidenceSchema2, evidenceSchema3}

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
		if version > len(evidenceSteps) {
			return ErrNewer
		}
		for ; version < len(evidenceSteps); version++ {
			step := fmt.Sprintf("%s; PRAGMA user_version = %d", evidenceSteps[version], version+1)
			if _, err := tx.ExecContext(ctx, step); err != nil {
				return err
			}
		}
		return nil
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
		SELECT s.name, s.feed, s.trusted, coalesce(e.numbers, 0), coalesce(e.fresh, 0), i.imports, i.at
		FROM source s
		LEFT JOIN (SELECT source, count(*) numbers, count(*) FILTER (WHERE last >= ?) fresh FROM evidence GROUP BY source) e
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
		if err := rows.Scan(&s.Source, &s.Feed, &s.Trusted, &s.Numbers, &s.Fresh, &s.Imports, &at); err != nil {
			return nil, sqlError(err)
		}
		s.Imported = time.Unix(at, 0).UTC()
		all = append(all, s)
	}
	return all, sqlError(rows.Err())
}
