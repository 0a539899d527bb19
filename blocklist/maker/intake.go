package maker

import (
	"cmp"
	"context"
	"database/sql"
)

// MaxDisputed is how many disputed numbers an import names.
const MaxDisputed = 100

// Dispute is a number that is reported by some and called harmless by others.
type Dispute struct {
	Number  string `json:"number"`  // E.164
	People  int    `json:"people"`  // who call it harmless
	Reports int    `json:"reports"` // of all sources
}

// intake takes in the rows of one file.
type intake struct {
	ctx    context.Context
	tx     *sql.Tx
	stage  *stage
	source int64
	// journal is true when the feed tells one complaint from another, so that files of one source add up.
	journal bool
	// oldest is the first day of complaints that can matter to a list, and are told apart.
	oldest    Day
	note      *sql.Stmt // notes a complaint
	patterns  int
	withdrawn int
	disputed  map[uint64]Report // by number, with how many people dispute it as Reports
}

// newIntake returns an intake that keeps what memory does not hold in the folder dir. The caller closes its stage.
func newIntake(ctx context.Context, tx *sql.Tx, dir string, i Import, today Day) (*intake, error) {
	t := &intake{ctx: ctx, tx: tx, oldest: today - leaveDays, disputed: make(map[uint64]Report)}
	t.journal = i.Feed == FeedFTCDaily || i.Feed == FeedReports
	var err error
	if t.source, err = sourceID(ctx, tx, i.Source, i.Feed, i.Trusted); err != nil {
		return nil, err
	}
	if t.stage, err = newStage(ctx, dir); err != nil {
		return nil, err
	}
	t.note, err = tx.PrepareContext(ctx, `
		INSERT INTO complaint (source, id, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`)
	return t, err
}

// take takes one row; the error is errTwice when its complaint is known, and errOld when it can matter to no list.
func (t *intake) take(r Report) error {
	if t.journal {
		if r.Last < t.oldest {
			return errOld
		}
		noted, err := t.note.ExecContext(t.ctx, t.source, r.Identity, int(r.Last))
		if err != nil {
			return err
		}
		if n, err := noted.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, errTwice)
		}
	}
	switch {
	case r.Span > 0:
		t.patterns++
		_, err := t.tx.ExecContext(t.ctx, `
			INSERT INTO pattern (code, number, span, source, last) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET last = max(last, excluded.last)`,
			r.Code, int64(r.Number), int64(r.Span), t.source, int(r.Last))
		return err
	case r.Withdrawn:
		return t.withdraw(r)
	case r.Disputed:
		sum := t.disputed[r.Number]
		r.Reports += sum.Reports
		r.Last = max(r.Last, sum.Last)
		t.disputed[r.Number] = r
		return nil
	}
	return t.stage.add(r)
}

// withdraw removes what the source said of a number.
func (t *intake) withdraw(r Report) error {
	gone, err := t.tx.ExecContext(t.ctx, "DELETE FROM evidence WHERE code = ? AND number = ? AND source = ?",
		r.Code, int64(r.Number), t.source)
	if err != nil {
		return err
	}
	n, err := gone.RowsAffected()
	t.withdrawn += int(n)
	return err
}

// finish adds what was taken to the evidence.
func (t *intake) finish(done *Imported) error {
	add, err := newAdder(t.ctx, t.tx, t.source, t.journal)
	if err != nil {
		return err
	}
	if err := t.stage.each(add.add); err != nil {
		return err
	}
	if err := add.flush(); err != nil {
		return err
	}
	done.Numbers, done.New = add.numbers, add.added
	for _, r := range t.disputed {
		_, err := t.tx.ExecContext(t.ctx, `
			INSERT INTO dispute (code, number, source, people, last) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET people = people + excluded.people, last = max(last, excluded.last)`,
			r.Code, int64(r.Number), t.source, r.Reports, int(r.Last))
		if err != nil {
			return err
		}
	}
	done.Patterns, done.Withdrawn = t.patterns, t.withdrawn
	if done.Disputed, err = t.disputes(); err != nil {
		return err
	}
	return t.tx.QueryRowContext(t.ctx, "SELECT trusted FROM source WHERE id = ?", t.source).Scan(&done.Trusted)
}

// disputes returns the reported numbers that the source disputes, those disputed by most people first.
func (t *intake) disputes() ([]Dispute, error) {
	rows, err := t.tx.QueryContext(t.ctx, `
		SELECT '+' || d.number, d.people, sum(e.reports) FROM dispute d
		JOIN evidence e ON e.code = d.code AND e.number = d.number
		WHERE d.source = ? GROUP BY d.number ORDER BY d.people DESC, d.number LIMIT ?`, t.source, MaxDisputed)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []Dispute{}
	for rows.Next() {
		var d Dispute
		if err := rows.Scan(&d.Number, &d.People, &d.Reports); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}
