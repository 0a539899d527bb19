package maker

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"hangup/blocklist"
)

// known is all that sources say of one number.
type known struct {
	number   uint64
	category blocklist.Category
	reports  int
	official bool
	last     Day
	// vouched is true when a trusted source reported the number, or more than one source.
	vouched bool
}

// each returns the numbers of a calling code, ascending, with what sources say of each since a day put together. A
// number without a report since then has 0 reports.
//
//   - Reports of different sources add up. An untrusted one counts for at most UntrustedReports, and cannot call a
//     number official. The feeds of the FTC are two accounts of the same complaints, so the larger counts.
//   - A pattern adds one report, once a source, to the numbers in it that its source did not report itself.
//   - The category is the one that most reports name.
//   - A number that a trusted source called harmless after the last report is left out.
func each(ctx context.Context, tx *sql.Tx, code int, since Day) iter.Seq2[known, error] {
	return func(yield func(known, error) bool) {
		if err := eachKnown(ctx, tx, code, since, func(k known) bool { return yield(k, nil) }); err != nil {
			yield(known{}, err)
		}
	}
}

func eachKnown(ctx context.Context, tx *sql.Tx, code int, since Day, yield func(known) bool) error {
	sources, err := origins(ctx, tx)
	if err != nil {
		return err
	}
	harmless, err := disputed(ctx, tx, code)
	if err != nil {
		return err
	}
	around, err := spans(ctx, tx, code, since)
	if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT number, source, category, reports, official, last FROM evidence
		WHERE code = ? ORDER BY number, source`, code)
	if err != nil {
		return err
	}
	defer rows.Close()
	s := sum{spans: around}
	give := func() bool {
		if s.number == 0 {
			return true
		}
		if s.reports > 0 {
			s.addSpans()
		}
		last, told := harmless[s.number]
		return told && s.reports > 0 && last >= s.last || yield(s.known)
	}
	for rows.Next() {
		var (
			k      known
			source int64
		)
		if err := rows.Scan(&k.number, &source, &k.category, &k.reports, &k.official, &k.last); err != nil {
			return err
		}
		if k.number != s.number {
			if !give() {
				return nil
			}
			s.begin(k.number)
		}
		if k.last >= since {
			s.add(k, source, sources[source])
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	give()
	return nil
}

// forget removes what tells complaints of before a day from one another.
func forget(ctx context.Context, tx *sql.Tx, before Day) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM complaint WHERE day < ?", before)
	return err
}

// sum puts together what sources say of one number after another, ascending.
type sum struct {
	known
	named   int     // reports behind the category
	ftc     int     // reports counted from the feeds of the FTC
	sources []int64 // that reported the number
	spans   []span  // by first number, without those that were passed
}

func (s *sum) begin(number uint64) {
	s.known, s.named, s.ftc, s.sources = known{number: number}, 0, 0, s.sources[:0]
}

func (s *sum) add(k known, source int64, o origin) {
	if !o.trusted {
		k.reports, k.official = min(k.reports, UntrustedReports), false
	}
	if k.category != blocklist.CategoryUnspecified && k.reports > s.named {
		s.category, s.named = k.category, k.reports
	}
	if o.feed == FeedFTC || o.feed == FeedFTCDaily {
		k.reports, s.ftc = max(0, k.reports-s.ftc), max(k.reports, s.ftc)
	}
	s.reports += k.reports
	s.official = s.official || k.official
	s.last = max(s.last, k.last)
	s.sources = append(s.sources, source)
	s.vouched = s.vouched || o.trusted || len(s.sources) > 1
}

// addSpans adds the patterns around the number of sources that did not report it themselves.
func (s *sum) addSpans() {
	for len(s.spans) > 0 && s.spans[0].last < s.number {
		s.spans = s.spans[1:]
	}
	for _, p := range s.spans {
		if p.first > s.number {
			break
		}
		if p.last >= s.number && !slices.Contains(s.sources, p.source) {
			s.sources = append(s.sources, p.source)
			s.reports++
		}
	}
}
