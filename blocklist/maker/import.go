package maker

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"slices"
	"time"

	"hangup/blocklist"
)

// Errors of [Maker.Import].
var (
	// ErrSource is returned when a source is given another feed than before.
	ErrSource = &blocklist.Error{Message: blocklist.Say("error.maker.source_feed")}
	// ErrNothing is returned for a file of which no row could be used.
	ErrNothing = &blocklist.Error{Message: blocklist.Say("error.maker.nothing_taken")}
	// ErrRegion is returned for a region that has no telephone numbers.
	ErrRegion = &blocklist.Error{Message: blocklist.Say("error.maker.no_such_region")}
	// ErrFuture is returned for a day of reports that has not come yet.
	ErrFuture = &blocklist.Error{Message: blocklist.Say("error.maker.future")}
)

// errSame rolls back the import of bytes that are known already.
var errSame = errors.New("imported before")

// Import says what to take in.
type Import struct {
	Feed Feed
	// Source names who collected the reports; empty means the feed's own name. Reports of different sources add up.
	// Every file of one source is taken as a full account of its own, so of two files of one source that name the
	// same number the larger count stands: a file that covers last month again counts nobody twice. Feeds that tell
	// one complaint from another, FeedFTCDaily and FeedReports, add up file by file, and each complaint counts once;
	// those of more than a year ago are refused.
	Source string
	// Trusted says whether the source alone may make a number a Stop: see [UntrustedReports]. Nil leaves it as it was;
	// a new source is trusted when it is FeedFTC, FeedFTCDaily or FeedNumbers under its own name.
	Trusted *bool
	// Region is the country in whose way numbers without a plus are written.
	Region blocklist.Region
	// Seen is the day of reports without a date; 0 means today.
	Seen Day
}

// Imported says what an import did.
type Imported struct {
	Tally
	// Numbers is how many different numbers the file holds, New how many of them its source had not reported before.
	Numbers int `json:"numbers"`
	New     int `json:"new"`
	// Patterns counts the rows that name a run of numbers.
	Patterns int `json:"patterns"`
	// Withdrawn counts the numbers of which the source takes back what it said.
	Withdrawn int `json:"withdrawn"`
	// Disputed holds the listed numbers that people of this source call harmless, those most people do first, at most
	// MaxDisputed of them. They stay listed unless the source is trusted.
	Disputed []Dispute `json:"disputed"`
	// Trusted tells whether the source is.
	Trusted bool `json:"trusted"`
	// Seen is the day given to reports without a date.
	Seen Day `json:"seen"`
	// Before is when a file with the same bytes was taken in; then this import changed nothing.
	Before *time.Time `json:"before,omitempty"`
}

// Import reads a feed and adds it to the evidence, in one transaction. A file whose bytes were imported before changes
// nothing, whatever it is called.
func (m *Maker) Import(ctx context.Context, i Import, r io.Reader) (Imported, error) {
	if !slices.Contains(Feeds(), i.Feed) {
		return Imported{}, ErrFeed
	}
	if i.Region != "" && !isRegion(i.Region) {
		return Imported{}, ErrRegion
	}
	if i.Source == "" {
		i.Source = string(i.Feed)
	}
	today := DayOf(m.o.Now())
	if i.Seen == 0 {
		i.Seen = today
	}
	if i.Seen > today {
		return Imported{}, ErrFuture
	}
	done := Imported{Seen: i.Seen}
	hash := sha256.New()
	err := m.db.write(ctx, func(tx *sql.Tx) error {
		taking, err := newIntake(ctx, tx, m.path(importDir), i, today)
		if err != nil {
			return err
		}
		defer taking.stage.close() // leaves at worst files that the next import removes
		given := FeedContext{Region: i.Region, Seen: i.Seen, Today: today}
		if done.Tally, err = i.Feed.Read(io.TeeReader(r, hash), given, taking.take); err != nil {
			return err
		}
		if done.Before, err = importedAt(ctx, tx, hash.Sum(nil)); err != nil || done.Before != nil {
			return errors.Join(err, errSame)
		}
		if done.Taken == 0 && done.Refused[RefusedTwice] == 0 {
			return ErrNothing
		}
		if err := taking.finish(&done); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO import (sha256, source, at, taken) VALUES (?, ?, ?, ?)",
			hash.Sum(nil), taking.source, m.o.Now().Unix(), done.Taken)
		return err
	})
	if done.Before != nil && errors.Is(err, errSame) {
		return done, m.trust(ctx, i)
	}
	if err != nil {
		return done, err
	}
	m.o.Log.Info("imported", "feed", i.Feed, "source", i.Source, "rows", done.Rows, "taken", done.Taken)
	return done, nil
}

// trust notes what the maker says of a source when the file itself brought nothing new.
func (m *Maker) trust(ctx context.Context, i Import) error {
	if i.Trusted == nil {
		return nil
	}
	return m.db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE source SET trusted = ? WHERE name = ?", *i.Trusted, i.Source)
		return err
	})
}

// importedAt returns when the file with the hash was taken in, or nil.
func importedAt(ctx context.Context, tx *sql.Tx, hash []byte) (*time.Time, error) {
	var at int64
	err := tx.QueryRowContext(ctx, "SELECT at FROM import WHERE sha256 = ?", hash).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t := time.Unix(at, 0).UTC()
	return &t, nil
}
