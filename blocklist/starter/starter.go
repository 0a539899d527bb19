// Package starter reads the starter list, so that the program knows official numbers and reserved ranges before any
// list is followed.
//
// The list is a handful of TOML files that are part of the program. Every record carries the page it was read on and
// the day it was checked, and [Read] refuses a file in which anything is missing, unknown or said twice. A [List] is
// small, lives in memory and never changes, so any number of goroutines may ask it.
package starter

import "hangup/blocklist"

// List is the starter list. Get one from [Read]; an empty List knows nothing. What it returns must not be changed.
type List struct {
	// Edition has the newest day on which any record was checked, and the number of official lines.
	Edition blocklist.Edition
	// Officials stand in the order of the files; within a country, in the order in which a person should try them.
	Officials []blocklist.Official
	// Ranges stand longest prefix first, so that the first match is the most exact one. A question mark in a prefix
	// stands for any one digit.
	Ranges []blocklist.Range

	byE164  map[string]*blocklist.Official
	byShort map[shortNumber]*blocklist.Official
	never   map[uint64]bool
}

// shortNumber is a number that means something in one region only.
type shortNumber struct {
	region blocklist.Region
	digits string
}

// Official returns the official line with number n, or nil. A full number is known wherever it is typed. A short
// number is known only in its own region, which is home when n does not say it.
func (l *List) Official(n blocklist.Number, home blocklist.Region) *blocklist.Official {
	if n.E164 != "" {
		return l.byE164[n.E164]
	}
	region := n.Region
	if region == "" {
		region = home
	}
	return l.byShort[shortNumber{region, n.Short}]
}

// ShortCode reports whether the digits are the short number of an official line in the region.
func (l *List) ShortCode(digits string, region blocklist.Region) bool {
	return l.byShort[shortNumber{region, digits}] != nil
}

// Hotlines returns the region's official lines that help anybody, in the order in which a person should try them; none when no line of
// the region is confirmed.
func (l *List) Hotlines(region blocklist.Region) []blocklist.Official {
	var lines []blocklist.Official
	for _, o := range l.Officials {
		if o.Region == region && o.Helps() {
			lines = append(lines, o)
		}
	}
	return lines
}

// Never reports whether no list may ever hold the number, given as the integer value of its E.164 form, because it is
// an official line. Short numbers have no such form and cannot be in a list at all.
func (l *List) Never(e164 uint64) bool { return l.never[e164] }

// Range returns the most exact range that holds a number, or nil. The number is the digits of its E.164 form, without
// the plus. Ranges are a few hundred at most, so that looking at each costs less than a microsecond.
func (l *List) Range(e164digits string) *blocklist.Range {
	for i := range l.Ranges {
		if hasPrefix(e164digits, l.Ranges[i].Prefix) {
			return &l.Ranges[i]
		}
	}
	return nil
}

// anyDigit in a prefix stands for any one digit, as in 1???55501, a range under every area code.
const anyDigit = '?'

func hasPrefix(digits, prefix string) bool {
	if len(digits) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if prefix[i] != digits[i] && prefix[i] != anyDigit {
			return false
		}
	}
	return true
}
