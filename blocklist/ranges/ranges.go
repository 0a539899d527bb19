// Package ranges writes and reads the number ranges of a list: runs of numbers that share all but their last digits and
// in which criminals were met again and again.
//
// A range is written as the digits of its numbers in E.164, without the plus, with "?" for each last digit that may be
// any: 7495123???? stands for ten thousand numbers. A list's ranges are lines of a range and its [blocklist.Entry] as a
// decimal symbol, sorted, each range once:
//
//	1202636???? 4242
//	7495123???? 37
//
// No range is wider than [MaxOpen] digits, which is the smallest block that regulators commonly hand to a carrier (a
// central office code in North America, 47 CFR 52.7), and each fixes at least [MinFixed] digits. That is the calling code,
// the area code and the exchange of a North American number; in countries with a longer calling code and short numbers it
// leaves narrower ranges or none. So no range is all that a country, or one of its area codes, has.
package ranges

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"hangup/blocklist"
)

const (
	// MaxOpen is how many digits of a range may be open.
	MaxOpen = 4
	// MinFixed is how many digits, with the calling code, must be fixed.
	MinFixed = 7
	// MaxCount is how many ranges a list may have.
	MaxCount = 50_000

	maxDigits = 15 // ITU-T E.164
	anyDigit  = "?"
)

// Errors of [Check], [Encode] and [Decode]. What goes beyond a limit is an ErrTooWide, anything else an ErrFormat.
var (
	ErrFormat  = errors.New("ranges: not in the form of a list of ranges")
	ErrTooWide = errors.New("ranges: wider than a range may be")
)

// Range is one range with what a list says of it.
type Range struct {
	Pattern string
	// Symbol is a [blocklist.Entry], whose reports count different numbers: see [blocklist.Nearby].
	Symbol uint16
}

// Pattern returns the range of all numbers that share with one all but the last so many digits.
func Pattern(number uint64, open int) string {
	digits := strconv.FormatUint(number, 10)
	open = min(open, len(digits))
	return digits[:len(digits)-open] + strings.Repeat(anyDigit, open)
}

// Around returns all ranges in which a number can lie, the narrowest first.
func Around(number uint64) []string {
	var all []string
	for open := 1; open <= MaxOpen; open++ {
		if pattern := Pattern(number, open); Check(pattern) == nil {
			all = append(all, pattern)
		}
	}
	return all
}

// Check makes sure that a pattern is one of a range, and not too wide.
func Check(pattern string) error {
	fixed := strings.TrimRight(pattern, anyDigit)
	open := len(pattern) - len(fixed)
	switch {
	case open == 0 || fixed == "" || fixed[0] == '0' || strings.Trim(fixed, "0123456789") != "" || len(pattern) > maxDigits:
		return fmt.Errorf("%w: %.20q", ErrFormat, pattern)
	case open > MaxOpen || len(fixed) < MinFixed:
		return fmt.Errorf("%w: %s", ErrTooWide, pattern)
	}
	return nil
}

// Encode writes ranges, which must be sorted by their patterns.
func Encode(all []Range) ([]byte, error) {
	var buf bytes.Buffer
	for _, r := range all {
		fmt.Fprintf(&buf, "%s %d\n", r.Pattern, r.Symbol)
	}
	if _, err := Decode(buf.Bytes()); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// Decode is the inverse of [Encode], and takes nothing that Encode would not write.
func Decode(data []byte) ([]Range, error) {
	count := bytes.Count(data, []byte("\n"))
	if count > MaxCount {
		return nil, fmt.Errorf("%w: %d ranges", ErrTooWide, count)
	}
	all := make([]Range, 0, count)
	for number := 1; len(data) > 0; number++ {
		line, rest, ended := bytes.Cut(data, []byte("\n"))
		data = rest
		pattern, digits, _ := strings.Cut(string(line), " ")
		symbol, err := strconv.ParseUint(digits, 10, 16)
		if !ended || err != nil || strconv.FormatUint(symbol, 10) != digits || symbol >= blocklist.SymbolLimit {
			return nil, fmt.Errorf("%w: line %d", ErrFormat, number)
		}
		if err := Check(pattern); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		if len(all) > 0 && pattern <= all[len(all)-1].Pattern {
			return nil, fmt.Errorf("%w: line %d is not in order", ErrFormat, number)
		}
		all = append(all, Range{pattern, uint16(symbol)})
	}
	return all, nil
}

// Difference counts how many ranges come and how many go from one list to another, both sorted.
func Difference(before, after []Range) (gone, come int64) {
	for len(before) > 0 && len(after) > 0 {
		switch strings.Compare(before[0].Pattern, after[0].Pattern) {
		case 0:
			before, after = before[1:], after[1:]
		case -1:
			before, gone = before[1:], gone+1
		default:
			after, come = after[1:], come+1
		}
	}
	return gone + int64(len(before)), come + int64(len(after))
}
