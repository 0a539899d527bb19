package blocklist_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"hangup/blocklist"
)

func TestSymbolRoundTrip(t *testing.T) {
	edition := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)
	newest := blocklist.MonthOf(edition)
	for category := blocklist.CategoryUnspecified; category <= blocklist.CategoryOneRing; category++ {
		for strength := blocklist.StrengthSingle; strength <= blocklist.StrengthOfficial; strength++ {
			for reports := range blocklist.Reports(8) {
				for age := range blocklist.Month(8) {
					e := blocklist.Entry{Category: category, Strength: strength, Reports: reports, LastSeen: newest - age}
					got, err := blocklist.EntryOf(e.Symbol(), edition)
					if err != nil || got != e {
						t.Fatalf("%+v came back as %+v, %v", e, got, err)
					}
				}
			}
		}
	}
}

// An entry nobody reports again must keep its bytes, or every edition would differ from the last in every block.
func TestSymbolDoesNotAge(t *testing.T) {
	e := blocklist.Entry{LastSeen: blocklist.MonthOf(time.Date(2025, 12, 11, 0, 0, 0, 0, time.UTC))}
	for _, edition := range []time.Time{
		time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	} {
		got, err := blocklist.EntryOf(e.Symbol(), edition)
		if err != nil || got.LastSeen != e.LastSeen {
			t.Errorf("edition of %v reads %v, want %v (%v)", edition, got.LastSeen, e.LastSeen, err)
		}
	}
}

func TestEntryOfRefusesUnknownSymbols(t *testing.T) {
	for _, symbol := range []uint16{15 << 8, blocklist.SymbolLimit, 0xffff} {
		if e, err := blocklist.EntryOf(symbol, time.Now()); err == nil {
			t.Errorf("symbol %#x was read as %+v", symbol, e)
		}
	}
}

func TestReports(t *testing.T) {
	for _, c := range []struct {
		n, atLeast int
		exact      bool
	}{
		{-1, 1, true},
		{0, 1, true},
		{1, 1, true},
		{2, 2, true},
		{4, 4, true},
		{5, 5, false},
		{9, 5, false},
		{10, 10, false},
		{99, 20, false},
		{100, 100, false},
		{1 << 40, 100, false},
	} {
		r := blocklist.ReportsOf(c.n)
		if r.AtLeast() != c.atLeast || r.Exact() != c.exact {
			t.Errorf("%d reports: at least %d, exact %v", c.n, r.AtLeast(), r.Exact())
		}
	}
}

func TestMonth(t *testing.T) {
	moscow := time.FixedZone("", 3*3600)
	if m := blocklist.MonthOf(time.Date(2026, 1, 1, 1, 0, 0, 0, moscow)); m.String() != "2025-12" {
		t.Errorf("a month is counted in UTC: got %v", m)
	}
}

func TestCategoriesHaveNames(t *testing.T) {
	for c := blocklist.CategoryUnspecified; c <= blocklist.CategoryOneRing; c++ {
		if got, err := blocklist.ParseCategory(c.String()); err != nil || got != c {
			t.Errorf("%v is read back as %v, %v", c, got, err)
		}
	}
	if _, err := blocklist.ParseCategory("nonsense"); err == nil {
		t.Error("an unknown category was accepted")
	}
}

func TestExplain(t *testing.T) {
	sentinel := &blocklist.Error{Message: blocklist.Say("error.some")}
	cause := errors.New("cause")
	err := fmt.Errorf("outer: %w", blocklist.Errorf(blocklist.Message{ID: "error.some", Args: blocklist.Args{"Count": 2}}, "inner: %w", cause))
	if !errors.Is(err, sentinel) || !errors.Is(err, cause) {
		t.Errorf("%v is neither its kind nor its cause", err)
	}
	if m := blocklist.Explain(err); m.ID != "error.some" || m.Args["Count"] != 2 {
		t.Errorf("explained as %+v", m)
	}
	if m := blocklist.Explain(cause); m.ID != "error.unexpected" {
		t.Errorf("an error without words is explained as %+v", m)
	}
}

func TestValue(t *testing.T) {
	if v, ok := mobile.Value(); !ok || v != 79161234567 {
		t.Errorf("got %d, %v", v, ok)
	}
	for _, n := range []blocklist.Number{short159, hidden, {E164: "12"}, {E164: "+"}} {
		if v, ok := n.Value(); ok {
			t.Errorf("%+v has value %d", n, v)
		}
	}
}

func TestFadingEntriesKeepTheirMonth(t *testing.T) {
	edition := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	for days := 0; days <= 363; days++ {
		e := blocklist.Entry{
			Category: blocklist.CategoryBank, Strength: blocklist.StrengthOfficial, Reports: blocklist.ReportsOf(12),
			LastSeen: blocklist.MonthOf(edition.AddDate(0, 0, -days)),
		}
		for _, number := range []uint64{0, 27_000} { // the first and the last to fade
			aged, listed := e.Aged(number, days)
			if !listed {
				if number == 27_000 || days <= 336 {
					t.Errorf("+%d is gone after %d days", number, days)
				}
				continue
			}
			got, err := blocklist.EntryOf(aged.Symbol(), edition)
			if err != nil || got != aged || got.LastSeen != e.LastSeen {
				t.Fatalf("%d days: %+v came back as %+v, %v", days, aged, got, err)
			}
		}
	}
}

func TestAged(t *testing.T) {
	const gone = blocklist.Level(255)
	fresh := map[string]blocklist.Entry{
		"official": {Strength: blocklist.StrengthOfficial},
		"many":     {Strength: blocklist.StrengthMany, Reports: blocklist.ReportsOf(9)},
		"several":  {Strength: blocklist.StrengthSeveral, Reports: blocklist.ReportsOf(3)},
		"one":      {Strength: blocklist.StrengthSingle},
	}
	for name, want := range map[string][4]blocklist.Level{
		"official": {blocklist.Stop, blocklist.Careful, blocklist.Unlisted, gone},
		"many":     {blocklist.Stop, blocklist.Careful, blocklist.Unlisted, gone},
		"several":  {blocklist.Careful, blocklist.Unlisted, gone, gone},
		"one":      {blocklist.Unlisted, gone, gone, gone},
	} {
		for step, level := range want {
			first, last := 181+78*(step-1), 180+78*step
			for _, days := range []int{max(first, 0), last} {
				aged, listed := fresh[name].Aged(0, days)
				got := aged.Level()
				if !listed {
					got = gone
				}
				if got != level {
					t.Errorf("%s, %d days: %v, want %v", name, days, got, level)
				}
			}
		}
	}
	if aged, _ := fresh["many"].Aged(27_999, 207); aged.Fading {
		t.Error("numbers of one day all fade at once")
	}
}
