package maker

import (
	"context"
	"database/sql"
	"errors"

	"hangup/blocklist"
)

// UntrustedReports is how many reports of one number an untrusted source counts for at most: enough for "be careful",
// and one too few for Stop. So a flood of made-up reports needs a second source to agree before anybody sees red.
const UntrustedReports = 4

// sourceID returns the id of a source, which it adds when it is new. A source is trusted when trusted says so; nil
// leaves a source as it is, and for a new one means that of its feed when it bears the feed's own name.
func sourceID(ctx context.Context, tx *sql.Tx, name string, feed Feed, trusted *bool) (int64, error) {
	var (
		id  int64
		old Feed
	)
	err := tx.QueryRowContext(ctx, "SELECT id, feed FROM source WHERE name = ?", name).Scan(&id, &old)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		trust := feed.trusted() && name == string(feed)
		if trusted != nil {
			trust = *trusted
		}
		r, err := tx.ExecContext(ctx, "INSERT INTO source (name, feed, trusted) VALUES (?, ?, ?)", name, feed, trust)
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
	if trusted != nil {
		_, err = tx.ExecContext(ctx, "UPDATE source SET trusted = ? WHERE id = ?", *trusted, id)
	}
	return id, err
}

// origin is what the maker thinks of a source.
type origin struct {
	feed    Feed
	trusted bool
}

func origins(ctx context.Context, tx *sql.Tx) (map[int64]origin, error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, feed, trusted FROM source")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make(map[int64]origin)
	for rows.Next() {
		var (
			id int64
			o  origin
		)
		if err := rows.Scan(&id, &o.feed, &o.trusted); err != nil {
			return nil, err
		}
		all[id] = o
	}
	return all, rows.Err()
}

// disputed returns when trusted sources last said of the numbers of a calling code that they are no scam.
func disputed(ctx context.Context, tx *sql.Tx, code int) (map[uint64]Day, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT d.number, max(d.last) FROM dispute d JOIN source s ON s.id = d.source
		WHERE d.code = ? AND s.trusted GROUP BY d.number`, code)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make(map[uint64]Day)
	for rows.Next() {
		var (
			number uint64
			last   Day
		)
		if err := rows.Scan(&number, &last); err != nil {
			return nil, err
		}
		all[number] = last
	}
	return all, rows.Err()
}

// span is a pattern: numbers from first to last, and the source that warns of them.
type span struct {
	first, last uint64
	source      int64
}

// spans returns the patterns of a calling code that count, by their first numbers: those in which other sources have
// reported PatternNumbers different numbers since a day.
func spans(ctx context.Context, tx *sql.Tx, code int, since Day) ([]span, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT number, number + span - 1, source FROM pattern p
		WHERE code = ?1 AND last >= ?2 AND ?3 <= (
			SELECT count(DISTINCT e.number) FROM evidence e
			WHERE e.code = ?1 AND e.number BETWEEN p.number AND p.number + p.span - 1 AND e.last >= ?2
				AND e.source <> p.source)
		ORDER BY number`, code, since, PatternNumbers)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []span
	for rows.Next() {
		var s span
		if err := rows.Scan(&s.first, &s.last, &s.source); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
