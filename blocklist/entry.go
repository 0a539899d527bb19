package blocklist

import (
	"fmt"
	"time"
)

// Entry is what a list says of one number.
type Entry struct {
	Category Category
	Strength Strength
	Reports  Reports
	LastSeen Month // month of the newest report
	// Fading is true when the newest report is so old that the entry says less than its strength: see [Entry.Aged].
	Fading bool
}

// Level returns the level the entry alone supports: that of its strength, or the next lower one when it is fading.
func (e Entry) Level() Level {
	switch level := e.Strength.Level(); {
	case !e.Fading:
		return level
	case level == Stop:
		return Careful
	default:
		return Unlisted
	}
}

// How entries fade. A number that nobody complained about for half a year is likely to have been given up, and may be
// given to somebody else: carriers in the US have to wait 45 days and may wait a year (47 CFR 52.15(f)(1)(ii)). So an
// entry keeps its full strength for FreshDays, then loses a level each fadeStep, and leaves when it has none to lose,
// within the year.
const (
	// FreshDays is how many days after its last report an entry has its full strength at least.
	FreshDays = 180
	fadeStep  = 78
	// fadeSpread is over how many days entries with reports of one day take each step: a large file without dates must
	// not change a whole list at once. Numbers given out together, a thousand in a row, step together, which keeps
	// deltas small.
	fadeSpread = 28
)

// Aged returns what a list says of a number so many days after its last report, and false when it says nothing any
// more. Whoever was warned of in red turns amber, then grey, then leaves; amber turns grey and leaves; a number with
// one report leaves at the first step. Between steps an entry does not change, so it keeps its bytes.
func (e Entry) Aged(number uint64, days int) (aged Entry, listed bool) {
	days -= FreshDays + int(number/1000%fadeSpread)
	switch {
	case days <= 0:
		return e, true
	case days <= fadeStep && e.Strength > StrengthSingle:
		e.Fading = true
		return e, true
	case days <= 2*fadeStep && e.Strength > StrengthSeveral:
		e.Strength, e.Fading = StrengthSeveral, true
		return e, true
	}
	return e, false
}

// Category is the part the caller played, as reporters named it.
type Category uint8

// The categories. A list stores them by value: never renumber, only add, at most 16.
const (
	CategoryUnspecified Category = iota
	CategoryBank
	CategoryPolice // police, state security, prosecutors, courts
	CategoryGovernment
	CategoryRelative
	CategoryTechSupport
	CategoryInvestment
	CategoryPrize
	CategoryDelivery
	CategoryHealth
	CategoryUtility
	CategoryTelemarketing // unwanted sales calls
	CategoryOneRing       // rings once and hopes to be called back at a high price
	categoryCount
)

var categoryNames = [...]string{
	"unspecified", "bank", "police", "government", "relative", "tech_support", "investment", "prize", "delivery",
	"health", "utility", "telemarketing", "one_ring",
}

// String returns the category's name in feeds, JSON and logs, such as "tech_support".
func (c Category) String() string {
	if c < categoryCount {
		return categoryNames[c]
	}
	return fmt.Sprintf("Category(%d)", uint8(c))
}

// ParseCategory is the inverse of [Category.String].
func ParseCategory(name string) (Category, error) {
	for i, n := range categoryNames {
		if n == name {
			return Category(i), nil
		}
	}
	return 0, fmt.Errorf("blocklist: no category %q", name)
}

// Strength is how much evidence stands behind an Entry.
type Strength uint8

// The strengths. Most scam numbers are forged and one report may be a mistake or malice, so one report never warns.
const (
	StrengthSingle   Strength = iota // one report
	StrengthSeveral                  // 2 to 4 reports
	StrengthMany                     // 5 reports or more
	StrengthOfficial                 // named by an official source
)

// StrengthOf returns the strength of so many reports, or StrengthOfficial.
func StrengthOf(reports int, official bool) Strength {
	switch {
	case official:
		return StrengthOfficial
	case reports >= 5:
		return StrengthMany
	case reports >= 2:
		return StrengthSeveral
	}
	return StrengthSingle
}

// Level returns the level the evidence alone supports.
func (s Strength) Level() Level {
	switch s {
	case StrengthSingle:
		return Unlisted
	case StrengthSeveral:
		return Careful
	default:
		return Stop
	}
}

// Reports is a number of reports, as coarse as a list stores it.
type Reports uint8

// reportsFloor holds the least number of reports of each bucket: exact to 4, then "or more".
var reportsFloor = [...]int{1, 2, 3, 4, 5, 10, 20, 100}

// ReportsOf returns the bucket of n reports; n below 1 counts as 1.
func ReportsOf(n int) Reports {
	b := len(reportsFloor) - 1
	for b > 0 && n < reportsFloor[b] {
		b--
	}
	return Reports(b)
}

// AtLeast returns how many reports there were at least.
func (r Reports) AtLeast() int { return reportsFloor[r&7] }

// Exact reports whether AtLeast is the exact number.
func (r Reports) Exact() bool { return r < 4 }

// Month is a calendar month, counted from January of year 0.
type Month int

// MonthOf returns the month of t in UTC.
func MonthOf(t time.Time) Month {
	t = t.UTC()
	return Month(t.Year()*12 + int(t.Month()) - 1)
}

// Time returns the first instant of the month in UTC.
func (m Month) Time() time.Time {
	return time.Date(int(m)/12, time.Month(int(m)%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// String returns the month as "2026-11".
func (m Month) String() string { return m.Time().Format("2006-01") }

// SymbolLimit is one more than the largest value [Entry.Symbol] returns.
const SymbolLimit = 1 << 13

// LastSeen is kept modulo monthsKept. That tells all months apart, since a fresh entry is at most 207 days old, and a
// fading one is 181 to 363: at least fadingFrom months, and fewer than monthsKept more.
const (
	monthsKept = 8
	fadingFrom = 5
)

const fadingBit = 1 << 12

// Symbol packs the entry into 13 bits, the payload a number set stores beside each number: fading (1 bit), category
// (4), strength (2), reports (3), and the month of the last report modulo 8 (3). The month is absolute rather than an
// age, so an entry that nobody reports again keeps the same bytes from edition to edition until it fades.
func (e Entry) Symbol() uint16 {
	symbol := uint16(e.Category&15)<<8 | uint16(e.Strength&3)<<6 | uint16(e.Reports&7)<<3 | uint16(e.LastSeen%monthsKept)
	if e.Fading {
		symbol |= fadingBit
	}
	return symbol
}

// EntryOf unpacks a symbol from an edition of the given date. LastSeen becomes the newest month, not after the
// edition's, that fits. It fails on a category this program does not know and on bits out of range.
func EntryOf(symbol uint16, edition time.Time) (Entry, error) {
	e := Entry{
		Category: Category(symbol >> 8 & 15),
		Strength: Strength(symbol >> 6 & 3),
		Reports:  Reports(symbol >> 3 & 7),
		Fading:   symbol&fadingBit != 0,
	}
	if symbol >= SymbolLimit || e.Category >= categoryCount {
		return Entry{}, fmt.Errorf("blocklist: symbol %#x has no meaning", symbol)
	}
	newest := MonthOf(edition)
	if e.Fading {
		newest -= fadingFrom
	}
	e.LastSeen = newest - (newest-Month(symbol&7))%monthsKept
	return e, nil
}
