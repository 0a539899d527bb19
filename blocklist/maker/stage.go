package maker

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// stage adds up the reports of one file, in memory as long as it can and then in a temporary table.
type stage struct {
	ctx   context.Context
	tx    *sql.Tx
	sums  map[uint64]Report
	batch *sql.Stmt
}

// Reports are held for stageLimit numbers, some 40 MB, and written stageRows at a time: each statement costs more than
// the rows in it.
const (
	stageLimit = 1 << 19
	stageRows  = 128
)

const stageTable = `
	CREATE TEMP TABLE stage (
		code INTEGER NOT NULL, number INTEGER NOT NULL, category INTEGER NOT NULL, reports INTEGER NOT NULL,
		official INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
		PRIMARY KEY (code, number)
	) STRICT, WITHOUT ROWID`

// A newer row's category replaces an older one's.
const stageInsert = `
	INSERT INTO stage VALUES (?, ?, ?, ?, ?, ?, ?)%s
	ON CONFLICT (code, number) DO UPDATE SET
		category = CASE WHEN category = 0 OR excluded.category <> 0 AND excluded.last > last
			THEN excluded.category ELSE category END,
		reports  = min(reports + excluded.reports, ?),
		official = max(official, excluded.official),
		first    = min(first, excluded.first),
		last     = max(last, excluded.last)`

const stageMerge = `
	INSERT INTO evidence (code, number, source, category, reports, official, first, last)
	SELECT code, number, ?, category, reports, official, first, last FROM stage WHERE true
	ON CONFLICT (code, number, source) DO UPDATE SET
		category = CASE WHEN category = 0 OR excluded.category <> 0 AND excluded.last > last
			THEN excluded.category ELSE category END,
		reports  = max(reports, excluded.reports),
		official = max(official, excluded.official),
		first    = min(first, excluded.first),
		last     = max(last, excluded.last)`

// newStage makes the temporary table; it lives as long as the transaction unless that commits, and then merge has
// dropped it.
func newStage(ctx context.Context, tx *sql.Tx) (*stage, error) {
	if _, err := tx.ExecContext(ctx, stageTable); err != nil {
		return nil, err
	}
	batch, err := tx.PrepareContext(ctx, fmt.Sprintf(stageInsert, strings.Repeat(", (?, ?, ?, ?, ?, ?, ?)", stageRows-1)))
	if err != nil {
		return nil, err
	}
	return &stage{ctx, tx, make(map[uint64]Report), batch}, nil
}

// add takes one report. E.164 numbers begin with their calling code, so the number alone is the key.
func (s *stage) add(r Report) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	sum, seen := s.sums[r.Number]
	if !seen {
		s.sums[r.Number] = r
		if len(s.sums) < stageLimit {
			return nil
		}
		return s.flush()
	}
	if sum.Category == 0 || r.Category != 0 && r.Last > sum.Last {
		sum.Category = r.Category
	}
	sum.Reports = min(sum.Reports+r.Reports, maxReports)
	sum.Official = sum.Official || r.Official
	sum.First, sum.Last = min(sum.First, r.First), max(sum.Last, r.Last)
	s.sums[r.Number] = sum
	return nil
}

// flush writes the sums to the table, in the order of its key.
func (s *stage) flush() error {
	reports := slices.SortedFunc(maps.Values(s.sums), func(a, b Report) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Number, b.Number))
	})
	clear(s.sums)
	args := make([]any, 0, 7*stageRows+1)
	for part := range slices.Chunk(reports, stageRows) {
		args = args[:0]
		for _, r := range part {
			args = append(args, r.Code, int64(r.Number), int(r.Category), r.Reports, r.Official, int(r.First), int(r.Last))
		}
		args = append(args, maxReports)
		var err error
		if len(part) == stageRows {
			_, err = s.batch.ExecContext(s.ctx, args...)
		} else {
			more := strings.Repeat(", (?, ?, ?, ?, ?, ?, ?)", len(part)-1)
			_, err = s.tx.ExecContext(s.ctx, fmt.Sprintf(stageInsert, more), args...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// merge adds the file's sums to the evidence. It returns how many numbers the file holds, and how many are new to the
// source.
func (s *stage) merge(ctx context.Context, source int64) (numbers, added int, err error) {
	if err := s.flush(); err != nil {
		return 0, 0, err
	}
	err = s.tx.QueryRowContext(ctx, `
		SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
			SELECT 1 FROM evidence e WHERE e.code = stage.code AND e.number = stage.number AND e.source = ?
		)) FROM stage`, source).Scan(&numbers, &added)
	if err != nil {
		return 0, 0, err
	}
	if _, err := s.tx.ExecContext(ctx, stageMerge, source); err != nil {
		return 0, 0, err
	}
	_, err = s.tx.ExecContext(ctx, "DROP TABLE stage")
	return numbers, added, err
}
