package maker

import (
	"errors"
	"io"

	"hangup/blocklist"
)

// Feed is a form in which complaint files come.
type Feed string

// The feeds.
const (
	// FeedFTC is the US Federal Trade Commission's list of numbers in Do Not Call complaints: the header "pattern",
	// then one complaint a line, each ten digits of the North American numbering plan. It has no dates.
	FeedFTC Feed = "ftc-dnc"
	// FeedNumbers is CSV, RFC 4180 without line breaks inside fields, with a header that names its columns in any
	// order: number, and if wanted category, reports, first, last, official. Numbers are E.164 with their plus, or as
	// people in one region write them. Dates are written 2026-11-23. Rows without reports count as one each; official
	// is yes when an authority itself names the number.
	FeedNumbers Feed = "numbers"
	// FeedFTCDaily is one of the Federal Trade Commission's daily files: CSV with the columns of ftcColumns, one
	// complaint a row.
	FeedFTCDaily Feed = "ftc-daily"
	// FeedPhoneBlock is the answer of PhoneBlock's blocklist API; see phoneBlockNumber for what is read of it.
	FeedPhoneBlock Feed = "phoneblock"
	// FeedPatterns is a list of number ranges, one a line without a header: the digits of E.164 with or without the
	// plus, in which each # at the end stands for any digit, such as 33162######. Empty lines and lines that begin
	// with a semicolon are passed over.
	FeedPatterns Feed = "patterns"
	// FeedReports is a file in which one person tells about numbers; see package report.
	FeedReports Feed = "reports"
)

// Feeds returns all feeds.
func Feeds() []Feed {
	return []Feed{FeedFTC, FeedNumbers, FeedFTCDaily, FeedPhoneBlock, FeedPatterns, FeedReports}
}

// trusted reports whether a source that is given no other name than its feed is trusted: an authority's own
// collections, and what the list's maker wrote down. Any other source is trusted when the maker says so.
func (f Feed) trusted() bool { return f == FeedFTC || f == FeedFTCDaily || f == FeedNumbers }

// Errors about feeds.
var (
	ErrFeed   = &blocklist.Error{Message: blocklist.Say("error.maker.no_such_feed")}
	ErrHeader = &blocklist.Error{Message: blocklist.Say("error.maker.feed_header")}
	// ErrBroken is returned for a file that begins like the feed's and goes on otherwise.
	ErrBroken = &blocklist.Error{Message: blocklist.Say("error.maker.feed_broken")}
)

// Whoever takes reports returns these to have one counted as [RefusedTwice] or [RefusedOld].
var (
	errTwice = errors.New("maker: told before")
	errOld   = errors.New("maker: too old")
)

// Refusal says why a row was not taken.
type Refusal string

// The refusals.
const (
	RefusedRow      Refusal = "row"      // not the columns of the header, or not the feed's form
	RefusedNumber   Refusal = "number"   // not a telephone number
	RefusedUnissued Refusal = "unissued" // the shape of a number, but nobody can have it
	RefusedRegion   Refusal = "region"   // no calling code in the number, and no region given
	RefusedCategory Refusal = "category" // not one of the categories
	RefusedReports  Refusal = "reports"  // not a whole number from 1 to 1,000,000
	RefusedDate     Refusal = "date"     // not a date, not yet come, or the last before the first
	RefusedOfficial Refusal = "official" // neither yes nor no
	RefusedTwice    Refusal = "twice"    // told before: the same complaint, or the same number by the same person
	RefusedOld      Refusal = "old"      // a single complaint that is too old to matter
	RefusedWide     Refusal = "wide"     // a pattern of more than MaxPattern numbers
	RefusedHarmless Refusal = "harmless" // the source itself says that the number does no harm
)

// Refusals returns all refusals.
func Refusals() []Refusal {
	return []Refusal{
		RefusedRow, RefusedNumber, RefusedUnissued, RefusedRegion, RefusedCategory, RefusedReports, RefusedDate,
		RefusedOfficial, RefusedTwice, RefusedOld, RefusedWide, RefusedHarmless,
	}
}

// Report is one row of a feed: so many reports about one number, or about a run of numbers.
type Report struct {
	Code     int    // calling code, such as 7
	Number   uint64 // integer value of the E.164 form
	Category blocklist.Category
	Reports  int
	Official bool
	// First and Last are the days of the oldest and the newest report.
	First, Last Day
	// Span is how many numbers from Number on a pattern stands for; 0 for a number.
	Span uint64
	// Disputed is true when the row says that the number is no scam.
	Disputed bool
	// Withdrawn is true when the source takes back what it said of the number; then there are no Reports.
	Withdrawn bool
	// Identity tells one complaint from all others of its source; 0 when the feed does not tell them apart.
	Identity int64
}

// Tally counts the rows of a feed.
type Tally struct {
	Rows    int             `json:"rows"` // without the header and empty lines
	Taken   int             `json:"taken"`
	Refused map[Refusal]int `json:"refused"`
}

// FeedContext is what a feed does not say itself.
type FeedContext struct {
	// Region is the country in whose way numbers without a plus are written; empty when there are none.
	Region blocklist.Region
	// Seen is the day of reports that carry no date.
	Seen Day
	// Today is the last day a report can be from.
	Today Day
}

// maxReports keeps sums far from overflow; no number was ever reported so often.
const maxReports = 1_000_000

// Read reads a feed row by row and calls take for each report. It ends at the first error of r or take, with
// [ErrHeader] when the file does not begin as the feed's do, and with [ErrBroken] when it goes on otherwise. Rows that
// cannot be used are counted and passed over.
func (f Feed) Read(r io.Reader, c FeedContext, take func(Report) error) (Tally, error) {
	t := taker{take: take, tally: Tally{Refused: make(map[Refusal]int)}}
	var err error
	switch f {
	case FeedFTC, FeedNumbers, FeedFTCDaily, FeedPatterns:
		err = f.readLines(r, c, &t)
	case FeedPhoneBlock:
		err = readPhoneBlock(r, c, &t)
	case FeedReports:
		err = readReportFile(r, c, &t)
	default:
		err = ErrFeed
	}
	return t.tally, err
}

// taker counts rows and passes the good ones on.
type taker struct {
	take  func(Report) error
	tally Tally
}

// row takes one row; refused is empty when the report is good.
func (t *taker) row(r Report, refused Refusal) error {
	t.tally.Rows++
	if refused == "" {
		switch err := t.take(r); {
		case err == nil:
			t.tally.Taken++
			return nil
		case errors.Is(err, errTwice):
			refused = RefusedTwice
		case errors.Is(err, errOld):
			refused = RefusedOld
		default:
			return err
		}
	}
	t.tally.Refused[refused]++
	return nil
}

func headerError(f Feed, err error) error { return feedError(ErrHeader, f, err) }

// feedError names the feed in one of the errors about files.
func feedError(e *blocklist.Error, f Feed, err error) error {
	return blocklist.Errorf(blocklist.Message{ID: e.Message.ID, Args: blocklist.Args{"Feed": string(f)}},
		"maker: feed %s: %w", f, err)
}
