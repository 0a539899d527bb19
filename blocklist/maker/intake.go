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
	journal  bool
	note     *sql.Stmt // notes a complaint
	patterns int
	disputed map[uint64]Report // by number, with how many people dispute it as Reports
}

func newIntake(ctx context.Context, tx *sql.Tx, i Import) (*intake, error) {
	t := &intake{ctx: ctx, tx: tx, disputed: make(map[uint64]Report)}
	t.journal = i.Feed == FeedFTCDaily || i.Feed == FeedReports
	var err error
	if t.source, err = sourceID(ctx, tx, i.Source, i.Feed, i.Trusted); err != nil {
		return nil, err
	}
	if t.stage, err = newStage(ctx, tx); err != nil {
		return nil, err
	}
	t.note, err = tx.PrepareContext(ctx, "INSERT INTO complaint (source, id) VALUES (?, ?) ON CONFLICT DO NOTHING")
	return t, err
}

// take takes one row; the error is errTwice when its complaint is known.
func (t *intake) take(r Report) error {
	if t.journal {
		noted, err := t.note.ExecContext(t.ctx, t.source, r.Identity)
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
	case r.Disputed:
		sum := t.disputed[r.Number]
		r.Reports += sum.Reports
		r.Last = max(r.Last, sum.Last)
		t.disputed[r.Number] = r
		return nil
	}
	return t.stage.add(r)
}

// finish adds what was taken to the evidence.
func (t *intake) finish(done *Imported) error {
	if t.journal {
		if err := t.addUp(); err != nil {
			return err
		}
	}
	var err error
	if done.Numbers, done.New, err = t.stage.merge(t.ctx, t.source); err != nil {
		return err
	}
	for _, r := range t.disputed {
		_, err := t.tx.ExecContext(t.ctx, `
			INSERT INTO dispute (code, number, source, people, last) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET people = people + excluded.people, last = max(last, excluded.last)`,
			r.Code, int64(r.Number), t.source, r.Reports, int(r.Last))
		if err != nil {
			return err
		}
	}
	done.Patterns = t.patterns
	if done.Disputed, err = t.disputes(); err != nil {
		return err
	}
	return t.tx.QueryRowContext(t.ctx, "SELECT trusted FROM source WHERE id = ?", t.source).Scan(&done.Trusted)
}

// addUp makes the counts of a file those of the source: merging keeps the larger of two counts.
func (t *intake) addUp() error {
	if err := t.stage.flush(); err != nil {
		return err
	}
	_, err := t.tx.ExecContext(t.ctx, `
		UPDATE stage SET reports = min(stage.reports + e.reports, ?) FROM evidence e
		WHERE e.code = stage.code AND e.number = stage.number AND e.source = ?`, maxReports, t.source)
	return err
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
