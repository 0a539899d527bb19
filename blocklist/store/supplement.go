package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
)

// Supplement is a supplement in list.db.
type Supplement struct {
	repository.Supplement
	// Refused names the files in an archive of scripts that could not be read, and are left out.
	Refused []string
}

// Scripts is the archive of scam scripts that a list brought.
type Scripts struct {
	ListID string
	Supplement
	Data []byte // the archive
}

// Supplements returns what a list has beside numbers, by kind.
func (l *List) Supplements(ctx context.Context, listID string) (map[repository.Kind]Supplement, error) {
	v, err := l.fresh(ctx, "read supplements")
	if err != nil {
		return nil, err
	}
	if list := v.list(listID); list != nil {
		return maps.Clone(list.supplements), nil
	}
	return nil, nil
}

// ApplyScripts puts an archive of scripts in the place of the one the list had, in one transaction. That data are the
// bytes of the manifest, and can be read, is the caller's to check; refused is as in [Supplement].
func (l *List) ApplyScripts(
	ctx context.Context, list ListInfo, m repository.Supplement, data []byte, refused []string,
) error {
	return l.change(ctx, "apply scripts", func(tx *sql.Tx, _ int64) error {
		return putSupplement(ctx, tx, list, m, data, refused)
	})
}

// ApplyRanges puts ranges in the place of those the list had, in one transaction.
func (l *List) ApplyRanges(ctx context.Context, list ListInfo, m repository.Supplement, all []ranges.Range) error {
	return l.change(ctx, "apply ranges", func(tx *sql.Tx, _ int64) error {
		if err := putSupplement(ctx, tx, list, m, []byte{}, nil); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM listed_range WHERE list = ?", list.ID); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO listed_range (pattern, list, symbol, checksum) VALUES (?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, r := range all {
			if err := ctx.Err(); err != nil {
				return err
			}
			// As with blocks, a context that can end would cost a goroutine for every row.
			_, err := insert.ExecContext(context.WithoutCancel(ctx), r.Pattern, list.ID, int(r.Symbol), rangeChecksum(list.ID, r))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func rangeChecksum(listID string, r ranges.Range) uint32 {
	return crc32.Checksum(fmt.Appendf(nil, "%q %s %d", listID, r.Pattern, r.Symbol), castagnoli)
}

func putSupplement(
	ctx context.Context, tx *sql.Tx, list ListInfo, m repository.Supplement, data []byte, refused []string,
) error {
	if err := nameList(ctx, tx, list); err != nil {
		return err
	}
	names, err := marshalList(refused)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT OR REPLACE INTO supplement (list, kind, edition, date, entries, bytes, sha256, parts, refused, data)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		list.ID, m.Kind, m.Edition, millis(m.Date), m.Entries, m.Bytes, m.SHA256, m.Parts, names, data)
	return err
}

// RemoveSupplement removes what a list has of a kind. That there is none is no error.
func (l *List) RemoveSupplement(ctx context.Context, listID string, kind repository.Kind) error {
	return l.change(ctx, "remove "+string(kind), func(tx *sql.Tx, _ int64) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM supplement WHERE list = ? AND kind = ?", listID, kind)
		if err == nil && kind == repository.KindRanges {
			_, err = tx.ExecContext(ctx, "DELETE FROM listed_range WHERE list = ?", listID)
		}
		return err
	})
}

// Scripts returns the archive of scripts that a list brought, or [ErrNotFound].
func (l *List) Scripts(ctx context.Context, listID string) (Scripts, error) {
	return ask(ctx, l, "read scripts", 0, func(v *view) (Scripts, error) {
		var s Supplement
		if list := v.list(listID); list != nil {
			s = list.supplements[repository.KindScripts]
		}
		if s.Kind == "" {
			return Scripts{}, fmt.Errorf("%w: scripts of list %s", ErrNotFound, listID)
		}
		scripts := Scripts{ListID: listID, Supplement: s}
		err := v.readers.QueryRowContext(ctx, "SELECT data FROM supplement WHERE list = ? AND kind = ? AND sha256 = ?",
			listID, repository.KindScripts, s.SHA256).Scan(&scripts.Data)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return Scripts{}, errGone
		case err == nil && !s.Is(scripts.Data):
			err = fmt.Errorf("%w: scripts of list %s", errDamaged, listID)
		}
		return scripts, err
	})
}

// Ranges returns the ranges of a list, sorted.
func (l *List) Ranges(ctx context.Context, listID string) ([]ranges.Range, error) {
	return ask(ctx, l, "read ranges", 0, func(v *view) ([]ranges.Range, error) {
		rows, err := v.readers.QueryContext(ctx, `
			SELECT list, pattern, symbol, checksum FROM listed_range WHERE list = ? ORDER BY pattern`, listID)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var all []ranges.Range
		for rows.Next() {
			r, _, err := scanRange(rows)
			if err != nil {
				return nil, err
			}
			all = append(all, r)
		}
		return all, rows.Err()
	})
}

func scanRange(rows *sql.Rows) (r ranges.Range, listID string, err error) {
	var checksum uint32
	if err := rows.Scan(&listID, &r.Pattern, &r.Symbol, &checksum); err != nil {
		return r, "", err
	}
	if checksum != rangeChecksum(listID, r) {
		return r, "", fmt.Errorf("%w: checksum of a range", errDamaged)
	}
	return r, listID, nil
}

// selectRanges asks for all ranges in which one number can lie.
func selectRanges() string {
	return "SELECT list, pattern, symbol, checksum FROM listed_range WHERE pattern IN (?" +
		strings.Repeat(", ?", ranges.MaxOpen-1) + ")"
}

// Nearby returns what the lists say of the numbers next to one, but for lists with an ID in except. It answers and fails
// as [List.Find] does.
func (l *List) Nearby(ctx context.Context, number uint64, except ...string) ([]blocklist.Nearby, error) {
	patterns := ranges.Around(number)
	if len(patterns) == 0 {
		return nil, nil
	}
	return ask(ctx, l, "find ranges", recheck, func(v *view) ([]blocklist.Nearby, error) {
		if !v.hasRanges() {
			return nil, nil
		}
		var in [ranges.MaxOpen]any
		for i := range in {
			in[i] = patterns[min(i, len(patterns)-1)]
		}
		rows, err := v.selectRanges.QueryContext(ctx, in[:]...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var found []blocklist.Nearby
		for rows.Next() {
			r, listID, err := scanRange(rows)
			if err != nil {
				return nil, err
			}
			list := v.list(listID)
			if list == nil || list.supplements[repository.KindRanges].Kind == "" {
				return nil, errGone
			}
			if !slices.Contains(except, listID) {
				date := list.supplements[repository.KindRanges].Date
				found = append(found, blocklist.Nearby{
					Entry: entryOf(r.Symbol, date), Pattern: r.Pattern, Source: list.edition.List,
				})
			}
		}
		return found, rows.Err()
	})
}

// hasRanges reports whether any list has ranges.
func (v *view) hasRanges() bool {
	return slices.ContainsFunc(v.lists, func(l *listView) bool { return l.supplements[repository.KindRanges].Entries > 0 })
}

// readSupplements adds the supplements to their lists.
func (v *view) readSupplements(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT list, kind, edition, date, entries, bytes, sha256, parts, refused FROM supplement`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		s := Supplement{Supplement: repository.Supplement{Format: 1}}
		var listID string
		var date int64
		var refused []byte
		err := rows.Scan(&listID, &s.Kind, &s.Edition, &date, &s.Entries, &s.Bytes, &s.SHA256, &s.Parts, &refused)
		if err != nil {
			return err
		}
		list := v.list(listID)
		if list == nil {
			return fmt.Errorf("%w: supplement of no list", errDamaged)
		}
		if err := json.Unmarshal(refused, &s.Refused); err != nil {
			return fmt.Errorf("%w: refused files: %w", errDamaged, err)
		}
		s.Date = fromMillis(date)
		list.supplements[s.Kind] = s
	}
	return rows.Err()
}
