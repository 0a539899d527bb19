package maker_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

func build(t *testing.T, l *makertest.List) maker.Built {
	t.Helper()
	built, err := l.Maker.Build(context.Background())
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
	l.Time = l.Time.AddDate(0, 0, 5) // 30 May is 182 days ago
	l.Import("+442071838751,bank,2,2026-11-02", "+442071838752,bank,1,2026-11-02")
	built := build(t, l)
	want := []maker.Change{{Code: "44", Entries: 2, Added: 1, Removed: 1, Changed: 1}, {Code: "7", Removed: 1}}
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
	if _, err := l.Maker.Build(context.Background()); !errors.Is(err, maker.ErrNoEvidence) {
		t.Errorf("without evidence: %v", err)
	}
	l.Import("+442071838750,bank,5,2026-01-01")
	if _, err := l.Maker.Build(context.Background()); !errors.Is(err, maker.ErrNoEvidence) {
		t.Errorf("with old evidence: %v", err)
	}
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: makertest.Ask}); !errors.Is(err, maker.ErrNotBuilt) {
		t.Errorf("sign: %v", err)
	}
}
