package maker

import (
	"errors"
	"strings"

	"hangup/blocklist/phone"
)

// MaxPattern is how many numbers a pattern may stand for. A wider one would warn of whole towns.
//
// A pattern never lists a number by itself. It counts as one more report of each number in it that was reported anyway,
// once [PatternNumbers] of them were. That of a trusted source also becomes a range of the edition.
const MaxPattern = 10_000

// PatternNumbers is how many different numbers of a pattern must have been reported before it counts.
const PatternNumbers = 3

const (
	patternAny     = "#"
	patternComment = ";"
)

// patternsParser reads rows of FeedPatterns. A row without # is a number.
func patternsParser(c FeedContext) rowParser {
	return func(line string) (Report, Refusal) {
		line = strings.TrimPrefix(line, "+")
		digits := strings.TrimRight(line, patternAny)
		open := len(line) - len(digits)
		if digits == "" || strings.Trim(digits, "0123456789") != "" {
			return Report{}, RefusedRow
		}
		r := Report{Reports: 1, First: c.Seen, Last: c.Seen}
		if open == 0 {
			var refused Refusal
			r.Code, r.Number, refused = parseNumber("+"+digits, false, "")
			if refused != "" {
				return Report{}, refused
			}
			return r, ""
		}
		var err error
		r.Number, r.Code, err = phone.ParseE164("+" + digits + strings.Repeat("0", open))
		if err != nil && !errors.Is(err, phone.ErrNotIssued) { // the first number of a range need not be issued
			return Report{}, RefusedNumber
		}
		r.Span = 1
		for range open {
			r.Span *= 10
		}
		if r.Span > MaxPattern {
			return Report{}, RefusedWide
		}
		return r, ""
	}
}
