package maker

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
)

// When reported numbers make a range of those around them. Criminals who fake numbers, or rent them by the block, go
// through a block at random; so a block that is theirs has reported numbers in most of its parts, and far more of them
// than any other. In 90 days people in the United States complained to the FTC about 295,000 numbers, fewer than 1 in 1,000
// of those that can exist there; if they lay there by chance, fewer than one block of a hundred in ten million would have
// five of them (Poisson). In truth some 2,000 blocks have.
const (
	// RangeNumbers is how many different numbers of a range must be reported, each by a trusted source or by two others.
	RangeNumbers = 5
	// RangeParts is in how many of the ten parts of a range, those of the next digit, there must be such numbers.
	RangeParts = 5
	// rangeShare is one over the least share of such numbers among all of the range.
	rangeShare = 20
)

// ranger finds the ranges among reported numbers, given ascending for each calling code.
type ranger struct {
	blocks [ranges.MaxOpen + 1]block // by how many digits are open; the first is not used
	found  []ranges.Range
}

// block is a run of numbers that may be a range.
type block struct {
	id         uint64 // the fixed digits; 0 when there is none
	first      uint64 // reported number in it
	numbers    int
	parts      [10]bool
	categories [16]int
	last       Day
	before     int // how many ranges were found before it
}

// add takes the next number. When a block ends, it takes the place of the ranges found in it, if it is one itself.
func (r *ranger) add(k known) {
	r.finish(k.number)
	span := uint64(1)
	for open := 1; open <= ranges.MaxOpen; open++ {
		part := k.number / span % 10
		span *= 10
		b := &r.blocks[open]
		if b.id == 0 {
			*b = block{id: k.number / span, first: k.number, before: len(r.found)}
		}
		b.numbers++
		b.parts[part] = true
		b.categories[k.category&15]++
		b.last = max(b.last, k.last)
	}
}

// finish ends the blocks in which a number is not; 0 is in none.
func (r *ranger) finish(number uint64) {
	span := uint64(1)
	for open := 1; open <= ranges.MaxOpen; open++ {
		span *= 10
		b := &r.blocks[open]
		if b.id == 0 || b.id == number/span {
			continue
		}
		if pattern := ranges.Pattern(b.first, open); b.isRange(span) && tooWide(pattern, b.first) == nil {
			r.found = append(r.found[:b.before], ranges.Range{Pattern: pattern, Symbol: b.entry().Symbol()})
		}
		*b = block{}
	}
}

func (b *block) isRange(span uint64) bool {
	parts := 0
	for _, has := range b.parts {
		if has {
			parts++
		}
	}
	return b.numbers >= RangeNumbers && parts >= RangeParts && uint64(b.numbers)*rangeShare >= span
}

func (b *block) entry() blocklist.Entry {
	best := blocklist.CategoryUnspecified
	for c, n := range b.categories {
		if c := blocklist.Category(c); c != blocklist.CategoryUnspecified && n > 0 && (best == 0 || n > b.categories[best]) {
			best = c
		}
	}
	return blocklist.Entry{
		Category: best, Strength: blocklist.StrengthOf(b.numbers, false), Reports: blocklist.ReportsOf(b.numbers),
		LastSeen: blocklist.MonthOf(b.last.Time()),
	}
}

// tooWide says why a range, in which the number lies, is too wide to be listed, or returns nil.
func tooWide(pattern string, number uint64) error {
	if err := ranges.Check(pattern); err != nil {
		return err
	}
	n, err := phonenumbers.Parse(fmt.Sprintf("+%d", number), "")
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	code := len(fmt.Sprint(n.GetCountryCode()))
	if fixed := len(strings.TrimRight(pattern, "?")); fixed-code <= phonenumbers.GetLengthOfGeographicalAreaCode(n) {
		return fmt.Errorf("%w: %s is an area code", ranges.ErrTooWide, pattern)
	}
	return nil
}

// listedRanges returns the ranges of the edition: those found among reported numbers, and those that trusted sources
// name and named again lately.
func (b *build) listedRanges(built *Built) ([]ranges.Range, error) {
	b.ranges.finish(0)
	all := b.ranges.found
	rows, err := b.tx.QueryContext(b.ctx, `
		SELECT p.number, p.span, max(p.last) FROM pattern p JOIN source s ON s.id = p.source
		WHERE s.trusted AND p.last >= ? GROUP BY p.number, p.span`, DayOf(b.date)-blocklist.FreshDays)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			number, span uint64
			last         Day
		)
		if err := rows.Scan(&number, &span, &last); err != nil {
			return nil, err
		}
		pattern := ranges.Pattern(number, len(fmt.Sprint(span))-1)
		if tooWide(pattern, number) != nil {
			built.TooWide++
			continue
		}
		all = append(all, ranges.Range{Pattern: pattern, Symbol: blocklist.Entry{
			Strength: blocklist.StrengthOfficial, LastSeen: blocklist.MonthOf(last.Time()),
		}.Symbol()})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return strongest(all), nil
}

// strongest returns ranges in order, each once with the most that is behind it, and no more than a list may have.
func strongest(all []ranges.Range) []ranges.Range {
	byPattern := func(x, y ranges.Range) int { return strings.Compare(x.Pattern, y.Pattern) }
	weight := func(r ranges.Range) uint16 { return r.Symbol >> 3 & 31 } // strength, then reports
	byWeight := func(x, y ranges.Range) int { return cmp.Compare(weight(y), weight(x)) }
	slices.SortFunc(all, func(x, y ranges.Range) int { return cmp.Or(byPattern(x, y), byWeight(x, y)) })
	all = slices.CompactFunc(all, func(x, y ranges.Range) bool { return x.Pattern == y.Pattern })
	if len(all) > ranges.MaxCount {
		slices.SortStableFunc(all, byWeight)
		all = all[:ranges.MaxCount]
		slices.SortFunc(all, byPattern)
	}
	return all
}
