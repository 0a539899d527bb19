package maker_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

func build(t *testing.T, l *makertest.List) maker.Built {
	t.Helper()
	built, err := l.Maker.Build(context.Background(), maker.Building{})
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func TestBuildEntries(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,1,2026-11-01,no", "+442071838751,police,3,2026-10-31,no",
		"+442071838752,,12,2026-06-01,no", "+442071838753,,1,2026-11-20,yes")
	november, october, june := blocklist.MonthOf(start), blocklist.MonthOf(start)-1, blocklist.MonthOf(start)-5
	want := map[uint64]blocklist.Entry{
		442071838750: {Category: blocklist.CategoryBank, Strength: blocklist.StrengthSingle, Reports: blocklist.ReportsOf(1), LastSeen: november},
		442071838751: {Category: blocklist.CategoryPolice, Strength: blocklist.StrengthSeveral, Reports: blocklist.ReportsOf(3), LastSeen: october},
		442071838752: {Strength: blocklist.StrengthMany, Reports: blocklist.ReportsOf(12), LastSeen: june},
		442071838753: {Strength: blocklist.StrengthOfficial, Reports: blocklist.ReportsOf(1), LastSeen: november},
	}
	got := entries(t, l)
	for number, entry := range want {
		if got[number] != entry {
			t.Errorf("+%d is %+v, want %+v", number, got[number], entry)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d numbers, want %d", len(got), len(want))
	}
}

func TestOfficialNumbersAreNeverListed(t *testing.T) {
	const hospital = 442071838750
	l := makertest.New(t, start, "", hospital)
	l.Import("+442071838750,bank,900,2026-11-01,yes", "+442071838751,bank,5,2026-11-01,no")
	built := build(t, l)
	if built.KeptOut != 1 || built.Entries != 1 {
		t.Errorf("built %+v", built)
	}
	l.Sign()
	if _, listed := entries(t, l)[hospital]; listed {
		t.Error("the hospital is listed")
	}
	// A client's own check finds a list that was built without the rule.
	careless := makertest.New(t, start, "")
	careless.Publish("+442071838750,bank,900,2026-11-01")
	_, err := maker.Verify(context.Background(), careless.Card(), careless.Public(), start,
		func(n uint64) bool { return n == hospital })
	if !errors.Is(err, maker.ErrNotValid) {
		t.Errorf("verify: %v", err)
	}
}

func TestChangesAreCounted(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,1,2026-05-30", "+442071838751,bank,1,2026-11-01", "+74951234567,,1,2026-05-30",
		"+12015550123,,1,2026-11-01")
	l.Time = l.Time.AddDate(0, 0, 40) // 30 May is 217 days ago
	l.Import("+442071838751,bank,2,2026-11-02", "+442071838752,bank,1,2026-11-02")
	built := build(t, l)
	want := []maker.Change{
		{Code: "44", Before: 2, Entries: 2, Added: 1, Removed: 1, Changed: 1},
		{Code: "7", Before: 1, Removed: 1},
	}
	if !slices.Equal(built.Changes, want) || built.Edition != 2 || built.Expired != 2 || built.Entries != 3 {
		t.Errorf("built %+v, want the changes %+v", built, want)
	}
}

func TestUnchangedRebuildChangesNothing(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-01", "+74951234567,police,2,2026-11-20")
	public := tree(t, l.Public())
	l.Time = l.Time.AddDate(0, 0, 2)
	if built := build(t, l); !built.Same || built.Edition != 1 || !built.Date.Equal(start) || len(built.Changes) > 0 {
		t.Errorf("built %+v", built)
	}
	if signed := l.Sign(); len(signed.Roles) > 0 || signed.Written > 0 || signed.Removed > 0 {
		t.Errorf("signed %+v", signed)
	}
	if !maps.Equal(tree(t, l.Public()), public) {
		t.Error("the public folder changed")
	}
}

func TestNothingToBuild(t *testing.T) {
	l := makertest.New(t, start, "")
	if _, err := l.Maker.Build(context.Background(), maker.Building{}); !errors.Is(err, maker.ErrNoEvidence) {
		t.Errorf("without evidence: %v", err)
	}
	l.Import("+442071838750,bank,5,2025-11-01")
	if _, err := l.Maker.Build(context.Background(), maker.Building{}); !errors.Is(err, maker.ErrNoEvidence) {
		t.Errorf("with old evidence: %v", err)
	}
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: makertest.Ask}); !errors.Is(err, maker.ErrNotBuilt) {
		t.Errorf("sign: %v", err)
	}
}

// A number that nobody complains about any more says less and less, and leaves; a new complaint brings it back.
func TestNumbersFade(t *testing.T) {
	const red, official, amber, one = 442071838750, 442071838751, 442071838752, 442071838753
	l := makertest.New(t, start, "")
	l.Import("+442071838750,bank,12,2026-11-23,no", "+442071838751,bank,1,2026-11-23,yes",
		"+442071838752,bank,3,2026-11-23,no", "+442071838753,bank,1,2026-11-23,no", "+74951234567,,1,2026-11-23,no")
	gone := blocklist.Level(255)
	editions := int64(0)
	for _, c := range []struct {
		days int
		want map[uint64]blocklist.Level
		new  bool // whether the edition differs from the one before
	}{
		{0, map[uint64]blocklist.Level{red: blocklist.Stop, official: blocklist.Stop, amber: blocklist.Careful, one: blocklist.Unlisted}, true},
		{1, nil, false},
		{180, nil, false},
		{208, map[uint64]blocklist.Level{red: blocklist.Careful, official: blocklist.Careful, amber: blocklist.Unlisted, one: gone}, true},
		{209, nil, false},
		{258, nil, false},
		{286, map[uint64]blocklist.Level{red: blocklist.Unlisted, official: blocklist.Unlisted, amber: gone, one: gone}, true},
		{330, nil, false},
	} {
		l.Time = start.AddDate(0, 0, c.days)
		l.Import("+33162990123,,1," + l.Time.Format(time.DateOnly)) // so that there is always a list
		built := build(t, l)
		now := entries(t, l)
		if c.new {
			editions++
		}
		changed := slices.ContainsFunc(built.Changes, func(c maker.Change) bool { return c.Code == "44" })
		if changed != c.new {
			t.Errorf("day %d: changes %+v", c.days, built.Changes)
		}
		for number, want := range c.want {
			entry, listed := now[number]
			if listed != (want != gone) || listed && entry.Level() != want {
				t.Errorf("day %d: +%d is %+v, want %v", c.days, number, entry, want)
			}
			if listed && entry.LastSeen != blocklist.MonthOf(start) {
				t.Errorf("day %d: +%d was last reported in %v", c.days, number, entry.LastSeen)
			}
		}
	}
	l.Time = start.AddDate(0, 0, 364)
	if built := build(t, l); built.Expired != 5 || len(entries(t, l)) != 1 {
		t.Errorf("a year later: %+v", built)
	}
	l.Import("+442071838750,bank,5,2027-11-22,no")
	build(t, l)
	if entry := entries(t, l)[red]; entry.Level() != blocklist.Stop {
		t.Errorf("after a new complaint: %+v", entry)
	}
}

// One large file without dates must not empty the list on one day.
func TestNumbersOfOneDayLeaveOverFourWeeks(t *testing.T) {
	l := makertest.New(t, start, "")
	rows := make([]string, 28_000)
	for i := range rows {
		rows[i] = fmt.Sprintf("+7916%07d,,1,2026-11-23", i)
	}
	l.Import(append(rows, "+442071838750,,1,2026-11-23")...)
	build(t, l)
	left := int64(28_000)
	for day := 181; day <= 208; day++ {
		l.Time = start.AddDate(0, 0, day)
		l.Import("+442071838750,,1," + l.Time.Format(time.DateOnly))
		built := build(t, l)
		if gone := left - built.Entries + 1; gone != 1000 {
			t.Fatalf("%d numbers left on day %d", gone, day)
		}
		left = built.Entries - 1
	}
}

func TestAnEditionThatChangesTooMuchIsRefused(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish(manyReports(l, 0, 8000)...)
	l.Time = l.Time.AddDate(0, 0, 1)
	l.Import(manyReports(l, 8000, 5000)...)
	build(t, l) // as many as may always come
	l.Import(manyReports(l, 13_000, 5001)...)
	before := tree(t, filepath.Dir(l.Public()))
	_, err := l.Maker.Build(context.Background(), maker.Building{})
	if !errors.Is(err, maker.ErrChange) {
		t.Fatalf("built all the same: %v", err)
	}
	want := blocklist.Args{"Code": "7", "Before": int64(13_000), "Added": 5001, "Removed": 0, "Most": int64(5000)}
	if got := blocklist.Explain(err).Args; !maps.Equal(got, want) {
		t.Errorf("said %v, want %v", got, want)
	}
	if after := tree(t, filepath.Dir(l.Public())); len(after) != len(before) {
		t.Errorf("%d files were left, there were %d", len(after), len(before))
	}
	built, err := l.Maker.Build(context.Background(), maker.Building{AcceptChange: true})
	if err != nil || built.Entries != 18_001 {
		t.Errorf("accepted: %+v, %v", built, err)
	}
	// A calling code that was not listed yet changes nothing for anybody.
	rows := make([]string, 6000)
	for i := range rows {
		rows[i] = fmt.Sprintf("+44740%07d,,1,2026-11-23", i)
	}
	l.Import(rows...)
	build(t, l)
	l.Time = l.Time.AddDate(0, 0, 400)
	l.Import("+33162990123,,1," + l.Time.Format(time.DateOnly))
	build(t, l) // after so long, all may leave
}
