package maker

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

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
)

// Feeds returns all feeds.
func Feeds() []Feed { return []Feed{FeedFTC, FeedNumbers} }

// Errors about feeds.
var (
	ErrFeed   = &blocklist.Error{Message: blocklist.Say("error.maker.no_such_feed")}
	ErrHeader = &blocklist.Error{Message: blocklist.Say("error.maker.feed_header")}
)

// Refusal says why a row was not taken.
type Refusal string

// The refusals.
const (
	RefusedRow      Refusal = "row"      // not the columns of the header
	RefusedNumber   Refusal = "number"   // not a telephone number
	RefusedUnissued Refusal = "unissued" // the shape of a number, but nobody can have it
	RefusedRegion   Refusal = "region"   // no calling code in the number, and no region given
	RefusedCategory Refusal = "category" // not one of the categories
	RefusedReports  Refusal = "reports"  // not a whole number from 1 to 1,000,000
	RefusedDate     Refusal = "date"     // not a date, not yet come, or the last before the first
	RefusedOfficial Refusal = "official" // neither yes nor no
)

// Refusals returns all refusals.
func Refusals() []Refusal {
	return []Refusal{
		RefusedRow, RefusedNumber, RefusedUnissued, RefusedRegion, RefusedCategory, RefusedReports, RefusedDate,
		RefusedOfficial,
	}
}

// Report is one row of a feed: so many reports about one number.
type Report struct {
	Code     int    // calling code, such as 7
	Number   uint64 // integer value of the E.164 form
	Category blocklist.Category
	Reports  int
	Official bool
	// First and Last are the days of the oldest and the newest report.
	First, Last Day
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

// maxLine is the longest row read, in bytes.
const maxLine = 4096

// maxReports keeps sums far from overflow; no number was ever reported so often.
const maxReports = 1_000_000

// Read reads a feed row by row and calls take for each report. It ends at the first error of r or take, and with
// [ErrHeader] when the first line is not the feed's. Rows that cannot be used are counted and passed over.
func (f Feed) Read(r io.Reader, c FeedContext, take func(Report) error) (Tally, error) {
	tally := Tally{Refused: make(map[Refusal]int)}
	lines := &lineReader{r: bufio.NewReaderSize(r, maxLine)}
	header, long, err := lines.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return tally, fmt.Errorf("maker: read feed: %w", err)
	}
	parse, headerErr := f.parser(strings.TrimPrefix(header, "\ufeff"), c)
	if headerErr != nil || long {
		return tally, headerError(f, headerErr)
	}
	for {
		line, long, err := lines.next()
		if errors.Is(err, io.EOF) {
			return tally, nil
		}
		if err != nil {
			return tally, fmt.Errorf("maker: read feed: %w", err)
		}
		if line == "" && !long {
			continue
		}
		tally.Rows++
		report, refused := Report{}, RefusedRow
		if !long {
			report, refused = parse(line)
		}
		if refused != "" {
			tally.Refused[refused]++
			continue
		}
		if err := take(report); err != nil {
			return tally, err
		}
		tally.Taken++
	}
}

// rowParser reads one row. The refusal is empty when the report is good.
type rowParser func(line string) (Report, Refusal)

// parser chooses the row parser by the header line.
func (f Feed) parser(header string, c FeedContext) (rowParser, error) {
	switch f {
	case FeedFTC:
		if header != "pattern" {
			return nil, fmt.Errorf("header is %.40q, not \"pattern\"", header)
		}
		return ftcParser(c), nil
	case FeedNumbers:
		return numbersParser(header, c)
	}
	return nil, ErrFeed
}

func headerError(f Feed, err error) error {
	if errors.Is(err, ErrFeed) {
		return ErrFeed
	}
	if err == nil {
		err = errors.New("first line is too long")
	}
	return blocklist.Errorf(blocklist.Message{
		ID: ErrHeader.Message.ID, Args: blocklist.Args{"Feed": string(f)},
	}, "maker: feed %s: %w", f, err)
}

// ftcParser reads rows of ten digits.
func ftcParser(c FeedContext) rowParser {
	return func(line string) (Report, Refusal) {
		if len(line) != 10 || strings.Trim(line, "0123456789") != "" {
			return Report{}, RefusedRow
		}
		code, number, refused := parseNumber(line, true, "")
		if refused != "" {
			return Report{}, refused
		}
		return Report{Code: code, Number: number, Reports: 1, First: c.Seen, Last: c.Seen}, ""
	}
}

// lineReader reads lines of at most maxLine bytes without their ends; of a longer one it returns nothing but the fact.
type lineReader struct {
	r *bufio.Reader
}

func (l *lineReader) next() (line string, long bool, err error) {
	part, err := l.r.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		long = true
		part, err = l.r.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) && (len(part) > 0 || long) {
		err = nil // the last line has no end
	}
	if err != nil || long {
		return "", long, err
	}
	return strings.TrimSpace(string(part)), false, nil
}

// Day is a calendar day, counted from 1 January 1970.
type Day int32

// DayOf returns the day of t in UTC.
func DayOf(t time.Time) Day {
	return Day(t.UTC().Truncate(24*time.Hour).Unix() / (24 * 60 * 60))
}

// ParseDay reads a day written as 2026-11-23.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("maker: %w", err)
	}
	return DayOf(t), nil
}

// Time returns the first instant of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns the day as 2026-11-23.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText implements [encoding.TextMarshaler] with what String returns.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
