package maker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hangup/blocklist"
)

// phoneBlockNumber is one element of the array "numbers" in the answer of PhoneBlock's blocklist API
// (https://phoneblock.net/phoneblock/api/blocklist, with the key of an account; source code: haumacher/phoneblock,
// class BlocklistServlet):
//
//	{"numbers": [{"phone": "+4930123456", "votes": 10, "rating": "G_FRAUD", "lastActivity": 1772668800000}], "version": 42}
//
// Votes are those against the number less those for it, rounded down to 2, 4, 10, 20, 50 or 100. LastActivity is in
// milliseconds since 1970 and may be missing. Anything else in the file is passed over. The answer to a request with
// "since" holds changes only, and with 0 votes the numbers that are to go.
type phoneBlockNumber struct {
	Phone        string `json:"phone"`
	Votes        int    `json:"votes"`
	Rating       string `json:"rating"`
	LastActivity int64  `json:"lastActivity"`
}

// phoneBlockLegitimate is the rating of numbers that do no harm.
const phoneBlockLegitimate = "A_LEGITIMATE"

// phoneBlockRatings gives the categories of the ratings; B_MISSED and G_FRAUD name no part the caller played.
var phoneBlockRatings = map[string]blocklist.Category{
	"C_PING":        blocklist.CategoryOneRing,
	"D_POLL":        blocklist.CategoryTelemarketing,
	"E_ADVERTISING": blocklist.CategoryTelemarketing,
	"F_GAMBLE":      blocklist.CategoryPrize,
}

func readPhoneBlock(r io.Reader, c FeedContext, t *taker) error {
	seen := make(map[uint64]struct{})
	return readArray(r, FeedPhoneBlock, "numbers", func(decode func(any) error) error {
		var n phoneBlockNumber
		var report Report
		refused := RefusedRow
		err := decode(&n)
		if err == nil {
			report, refused = n.report(c)
		} else if !isWrongType(err) {
			return err
		}
		if _, twice := seen[report.Number]; twice && refused == "" {
			refused = RefusedTwice
		}
		if refused == "" {
			seen[report.Number] = struct{}{}
		}
		return t.row(report, refused)
	})
}

func (n phoneBlockNumber) report(c FeedContext) (Report, Refusal) {
	if n.Rating == phoneBlockLegitimate {
		return Report{}, RefusedHarmless
	}
	number := n.Phone
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		number = "+" + rest
	}
	r := Report{Category: phoneBlockRatings[n.Rating], Reports: n.Votes, First: c.Seen, Last: c.Seen}
	var refused Refusal
	if r.Code, r.Number, refused = parseNumber(number, false, c.Region); refused != "" {
		return Report{}, refused
	}
	if n.Votes < 0 || n.Votes > maxReports {
		return Report{}, RefusedReports
	}
	r.Withdrawn = n.Votes == 0
	if n.LastActivity != 0 {
		at := time.UnixMilli(n.LastActivity)
		if at.Year() < 2000 || at.Year() > 9999 || DayOf(at) > c.Today {
			return Report{}, RefusedDate
		}
		r.First, r.Last = DayOf(at), DayOf(at)
	}
	return r, ""
}

// maxElement bounds what is held of a JSON document at a time, in bytes.
const maxElement = 64 << 10

// readArray calls each for the elements of an array in a JSON object, and passes over its other members. It holds one
// element at a time, so that a document can be of any length.
func readArray(r io.Reader, f Feed, name string, each func(decode func(any) error) error) error {
	bound := &boundReader{r: r, left: maxElement}
	dec := json.NewDecoder(bound)
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return headerError(f, errors.Join(errors.New("not a JSON object"), err))
	}
	broken := func(err error) error {
		if bound.err != nil {
			return fmt.Errorf("maker: read feed: %w", bound.err)
		}
		return feedError(ErrBroken, f, err)
	}
	found := false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return broken(err)
		}
		if key != name || found {
			var other json.RawMessage
			if err := dec.Decode(&other); err != nil {
				return broken(err)
			}
			bound.left = maxElement
			continue
		}
		found = true
		if token, err := dec.Token(); err != nil || token != json.Delim('[') {
			return headerError(f, errors.Join(fmt.Errorf("%q is not an array", name), err))
		}
		for dec.More() {
			err := each(func(v any) error {
				err := dec.Decode(v)
				bound.left = maxElement
				if err != nil && !isWrongType(err) {
					err = broken(err)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		if _, err := dec.Token(); err != nil {
			return broken(err)
		}
	}
	if _, err := dec.Token(); err != nil {
		return broken(err)
	}
	if !found {
		return headerError(f, fmt.Errorf("no member %q", name))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return broken(errors.Join(errors.New("something follows the document"), err))
	}
	return nil
}

// isWrongType reports whether a JSON value was whole, but not what was asked for.
func isWrongType(err error) bool {
	var wrong *json.UnmarshalTypeError
	return errors.As(err, &wrong)
}

// errTooLong is returned for an element of more than maxElement bytes.
var errTooLong = errors.New("maker: one value of the document is too long")

// boundReader lets left bytes through until somebody sets it anew, and remembers an error of its reader.
type boundReader struct {
	r    io.Reader
	left int
	err  error
}

func (b *boundReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}
