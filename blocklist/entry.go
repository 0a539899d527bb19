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
const SymbolLimit = 1 << 12

// monthsKept is how many months back LastSeen can reach. Entries leave a list 180 days after their last report, so
// eight months always tell them apart.
const monthsKept = 8

// Symbol packs the entry into 12 bits, the payload a number set stores beside each number: category (4 bits), strength
// (2), reports (3), and the month of the last report modulo 8 (3). The month is absolute rather than an age, so an
// entry that nobody reports again keeps the same bytes from edition to edition.
func (e Entry) Symbol() uint16 {
	return uint16(e.Category&15)<<8 | uint16(e.Strength&3)<<6 | uint16(e.Reports&7)<<3 | uint16(e.LastSeen%monthsKept)
}

// EntryOf unpacks a symbol from an edition of the given date. LastSeen becomes the newest month, not after the
// edition's, that fits. It fails on a category this program does not know and on bits out of range.
func EntryOf(symbol uint16, edition time.Time) (Entry, error) {
	e := Entry{
		Category: Category(symbol >> 8 & 15),
		Strength: Strength(symbol >> 6 & 3),
		Reports:  Reports(symbol >> 3 & 7),
	}
	if symbol >= SymbolLimit || e.Category >= categoryCount {
		return Entry{}, fmt.Errorf("blocklist: symbol %#x has no meaning", symbol)
	}
	newest := MonthOf(edition)
	e.LastSeen = newest - (newest-Month(symbol&7))%monthsKept
	return e, nil
}
