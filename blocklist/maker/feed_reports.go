package maker

import (
	"errors"
	"fmt"
	"io"

	"hangup/blocklist"
	"hangup/blocklist/report"
)

// readReportFile reads a file of one person. However often it names a number, and whatever it says of it, that counts
// once; so does the same person's next file.
func readReportFile(r io.Reader, c FeedContext, t *taker) error {
	reports, err := report.Read(r)
	if errors.Is(err, report.ErrNotReport) {
		return headerError(FeedReports, err)
	}
	if err != nil {
		return fmt.Errorf("maker: read feed: %w", err)
	}
	seen := make(map[string]bool)
	for _, one := range reports {
		row, refused := reportOf(one, c)
		if seen[one.Number] && refused == "" {
			refused = RefusedTwice
		}
		seen[one.Number] = true
		if err := t.row(row, refused); err != nil {
			return err
		}
	}
	return nil
}

func reportOf(one report.Report, c FeedContext) (Report, Refusal) {
	if one == (report.Report{}) {
		return Report{}, RefusedRow
	}
	r := Report{Reports: 1, Disputed: one.Says == report.SaysHarmless, Identity: identity(one.ID)}
	day, err := ParseDay(one.Date)
	if err != nil || day > c.Today {
		return Report{}, RefusedDate
	}
	r.First, r.Last = day, day
	if one.Category != "" {
		if r.Category, err = blocklist.ParseCategory(one.Category); err != nil {
			return Report{}, RefusedCategory
		}
	}
	var refused Refusal
	if r.Code, r.Number, refused = parseNumber(one.Number, false, ""); refused != "" {
		return Report{}, refused
	}
	return r, ""
}
