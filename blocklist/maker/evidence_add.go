package maker

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// addRows is how many numbers are written by one statement: each statement costs more than the rows in it.
const addRows = 128

// adder writes what a file says of numbers, given in the order of the evidence, to that of a source.
type adder struct {
	ctx    context.Context
	tx     *sql.Tx
	source int64
	// again is true when the source may have reported the numbers before.
	again bool
	// journal is true when the counts of files add up; otherwise the larger of two stands.
	journal bool
	rows    []any // the parameters of the next statements
	n       int   // how many numbers they are of

	numbers, added int // what was written, and how many of them are new to the source
}

const addColumns = 7

func newAdder(ctx context.Context, tx *sql.Tx, source int64, journal bool) (*adder, error) {
	a := &adder{ctx: ctx, tx: tx, source: source, journal: journal, rows: make([]any, 0, addRows*addColumns)}
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM import WHERE source = ?)", source).Scan(&a.again)
	return a, err
}

func (a *adder) add(s staged) error {
	a.rows = append(a.rows,
		int(s.code), int64(s.number), int(s.category), int(s.reports), s.official, int(s.first), int(s.last))
	if a.n++; a.n < addRows {
		return nil
	}
	return a.flush()
}

// flush writes what was added. A newer row's category replaces an older one's.
func (a *adder) flush() error {
	if a.n == 0 {
		return nil
	}
	values := "VALUES (?, ?, ?, ?, ?, ?, ?)" + strings.Repeat(", (?, ?, ?, ?, ?, ?, ?)", a.n-1)
	if a.again {
		reports := "max(e.reports, v.column4)"
		if a.journal {
			reports = fmt.Sprintf("min(e.reports + v.column4, %d)", maxReports)
		}
		_, err := a.tx.ExecContext(a.ctx, fmt.Sprintf(`
			UPDATE evidence AS e SET
				category = CASE WHEN e.category = 0 OR v.column3 <> 0 AND v.column7 > e.last
					THEN v.column3 ELSE e.category END,
				reports  = %s,
				official = max(e.official, v.column5),
				first    = min(e.first, v.column6),
				last     = max(e.last, v.column7)
			FROM (%s) v WHERE e.code = v.column1 AND e.number = v.column2 AND e.source = %d`,
			reports, values, a.source), a.rows...)
		if err != nil {
			return err
		}
	}
	done, err := a.tx.ExecContext(a.ctx, fmt.Sprintf(`
		INSERT INTO evidence (code, number, category, reports, official, first, last, source)
		SELECT *, %d FROM (%s) WHERE true ON CONFLICT DO NOTHING`, a.source, values), a.rows...)
	if err != nil {
		return err
	}
	added, err := done.RowsAffected()
	a.numbers += a.n
	a.added += int(added)
	a.rows, a.n = a.rows[:0], 0
	return err
}
