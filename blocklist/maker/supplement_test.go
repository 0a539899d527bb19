package maker_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/ranges"
)

// reports makes rows for numbers, each of them reported twice.
func reports(numbers ...int) []string {
	rows := make([]string, 0, len(numbers))
	for _, n := range numbers {
		rows = append(rows, fmt.Sprintf("+%d,bank,2,2026-11-01", n))
	}
	return rows
}

// spread returns n numbers, evenly through a block of the given width.
func spread(first, width, n int) []int {
	var all []int
	for i := range n {
		all = append(all, first+i*width/n)
	}
	return all
}

// listedRanges returns the ranges of the newest edition in the maker's folder.
func listedRanges(t *testing.T, l *makertest.List) []ranges.Range {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(l.Public(), "targets", "ranges", "*.0000"))
	if err != nil || len(found) > 1 {
		t.Fatalf("%v, %v", found, err)
	}
	if len(found) == 0 {
		return nil
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	all, err := ranges.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRangesNeedEvidence(t *testing.T) {
	for name, c := range map[string]struct {
		numbers []int
		want    []string
	}{
		"four in a hundred":                 {spread(74951234500, 100, 4), nil},
		"five in a hundred":                 {spread(74951234500, 100, 5), []string{"749512345??"}},
		"five of ten":                       {spread(74951234560, 10, 5), []string{"7495123456?"}},
		"five in a row, in two tens":        {[]int{74951234568, 74951234569, 74951234570, 74951234571, 74951234572}, nil},
		"forty in a thousand":               {spread(74951234000, 1000, 40), nil},
		"fifty in a thousand":               {spread(74951234000, 1000, 50), []string{"74951234???"}},
		"five hundred in ten thousand":      {spread(74951230000, 10000, 500), []string{"7495123????"}},
		"five thousand in hundred thousand": {spread(74951200000, 100000, 5000), tens("749512", 10)},
		"fifty at one end of a thousand":    {spread(74951234000, 100, 50), []string{"749512340??"}},
		"two blocks and lone numbers": {
			slices.Concat(spread(74951234500, 100, 5), spread(74957777700, 100, 9), []int{74950000000, 79161234567}),
			[]string{"749512345??", "749577777??"},
		},
		"a whole area code": {spread(49399990000, 10000, 500), thousands("4939999", 10)},
	} {
		t.Run(name, func(t *testing.T) {
			l := makertest.New(t, start, "")
			l.Import(reports(c.numbers...)...)
			built, err := l.Maker.Build(context.Background(), maker.Building{AcceptChange: true})
			if err != nil {
				t.Fatal(err)
			}
			l.Sign()
			var got []string
			for _, r := range listedRanges(t, l) {
				got = append(got, r.Pattern)
			}
			if !slices.Equal(got, c.want) || built.Ranges != int64(len(c.want)) {
				t.Errorf("%d ranges: %v, want %v", built.Ranges, got, c.want)
			}
			if v := verify(t, l); v.Ranges != int64(len(c.want)) {
				t.Errorf("verified %d ranges", v.Ranges)
			}
		})
	}
}

// thousands is tens for ranges of a thousand numbers.
func thousands(fixed string, n int) []string {
	all := tens(fixed, n)
	for i := range all {
		all[i] = all[i][:len(all[i])-1]
	}
	return all
}

// tens returns the ranges of ten thousand numbers whose fixed digits are these and one more.
func tens(fixed string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("%s%d????", fixed, i))
	}
	return all
}

func TestARangeSaysHowManyNumbers(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish(append(reports(spread(74951234500, 100, 12)...), "+74951234599,police,1,2026-11-20")...)
	all := listedRanges(t, l)
	if len(all) != 1 {
		t.Fatalf("%v", all)
	}
	got, err := blocklist.EntryOf(all[0].Symbol, start)
	want := blocklist.Entry{
		Category: blocklist.CategoryBank, Strength: blocklist.StrengthMany, Reports: blocklist.ReportsOf(13),
		LastSeen: blocklist.MonthOf(start),
	}
	if err != nil || got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	// Half a year on nobody complained again: the numbers fade, and the range goes.
	l.Time = l.Time.AddDate(0, 0, 200)
	l.Publish()
	if v := verify(t, l); v.Ranges != 0 || v.Entries == 0 {
		t.Errorf("verified %+v", v)
	}
}

// One source that nobody trusts can make no range, however many numbers it names; a second one that agrees can.
func TestAFloodMakesNoRange(t *testing.T) {
	l := makertest.New(t, start, "")
	feed := "number,category,reports,last\n" + strings.Join(reports(spread(74951234500, 100, 50)...), "\n") + "\n"
	for i, want := range []int64{0, 1} {
		source := fmt.Sprintf("crowd %d", i)
		_, err := l.Maker.Import(t.Context(), maker.Import{Feed: maker.FeedNumbers, Source: source},
			strings.NewReader(feed+fmt.Sprintf("+7495999000%d,,1,2026-11-01\n", i)))
		if err != nil {
			t.Fatal(err)
		}
		if built := build(t, l); built.Ranges != want {
			t.Errorf("with %d sources %d ranges", i+1, built.Ranges)
		}
	}
}

func TestRangesOfATrustedSource(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Import("+74951234567,bank,5,2026-11-01")
	l.Patterns("7495123####", "491234####", "+3725123###", "68340##")
	built := build(t, l)
	l.Sign()
	var got []string
	for _, r := range listedRanges(t, l) {
		if e, err := blocklist.EntryOf(r.Symbol, start); err != nil || e.Strength != blocklist.StrengthOfficial {
			t.Errorf("%s: %+v, %v", r.Pattern, e, err)
		}
		got = append(got, r.Pattern)
	}
	if want := []string{"3725123???", "7495123????"}; !slices.Equal(got, want) || built.TooWide != 2 {
		t.Errorf("%v, want %v; %d too wide", got, want, built.TooWide)
	}
}

func TestScriptsGoWithTheEdition(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Scripts(assets.Scripts())
	first := l.Publish() // a list need not have numbers
	if !slices.Contains(first.Roles, "scripts") {
		t.Errorf("signed %v", first.Roles)
	}
	if v := verify(t, l); v.Scripts < 30 || v.Entries != 0 {
		t.Errorf("verified %+v", v)
	}
	before := tree(t, l.Public())

	// The same scripts again, in a day: nothing of them is written or signed.
	l.Time = l.Time.Add(24 * time.Hour)
	l.Scripts(assets.Scripts())
	second := l.Publish("+74951234567,bank,5,2026-11-01")
	if slices.Contains(second.Roles, "scripts") {
		t.Errorf("signed %v", second.Roles)
	}
	for name, data := range before {
		if strings.Contains(name, "/scripts/") && tree(t, l.Public())[name] != data {
			t.Errorf("%s has changed", name)
		}
	}
	if err := l.Maker.RemoveScripts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, err := l.Maker.Status(t.Context()); err != nil || s.Next != maker.StepBuild {
		t.Errorf("next %v, %v", s.Next, err)
	}
	l.Publish()
	if v := verify(t, l); v.Scripts != 0 || v.Entries != 1 {
		t.Errorf("after they were removed: %+v", v)
	}
}

func TestBrokenScriptsAreRefused(t *testing.T) {
	l := makertest.New(t, start, "")
	for name, tree := range map[string]fstest.MapFS{
		"none":      {},
		"broken":    {"aa.toml": {Data: []byte("id = ")}},
		"half good": {"aa.toml": good["aa.toml"], "texts.en.toml": good["texts.en.toml"], "bb.toml": {Data: []byte("id = 3")}},
	} {
		_, err := l.Maker.ImportScripts(t.Context(), tree)
		if !errors.Is(err, maker.ErrScripts) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "half good" && !strings.Contains(err.Error(), "bb.toml") {
			t.Errorf("the file is not named: %v", err)
		}
	}
	if s, err := l.Maker.Status(t.Context()); err != nil || s.Next != maker.StepImport {
		t.Errorf("next %v, %v", s.Next, err)
	}
}

var good = fstest.MapFS{
	"aa.toml": {Data: []byte("id = \"aa\"\ncode = \"S01\"\ncategory = \"bank\"\n" +
		"[[source]]\nurl = \"https://example.org\"\nchecked = 2026-11-01\n")},
	"texts.en.toml": {Data: []byte("\"script.aa.title\" = \"A\"\n")},
}

// A key that was made for numbers is asked for when numbers change, that of scripts only when scripts do.
func TestScriptsHaveTheirOwnKey(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Scripts(good)
	l.Publish("+74951234567,bank,5,2026-11-01")
	var asked []maker.Key
	ask := func(k maker.Key, _ int) (string, error) {
		asked = append(asked, k)
		return makertest.Passphrase, nil
	}
	sign := func() {
		t.Helper()
		asked = nil
		build(t, l)
		if _, err := l.Maker.Sign(t.Context(), maker.Signing{Ask: ask}); err != nil {
			t.Fatal(err)
		}
	}
	l.Import("+74951234568,bank,5,2026-11-02")
	sign()
	if slices.Contains(asked, maker.KeyScripts) || !slices.Contains(asked, maker.KeyNumbers) {
		t.Errorf("for numbers %v were asked for", asked)
	}
	l.Scripts(fstest.MapFS{"aa.toml": good["aa.toml"], "texts.en.toml": {Data: []byte("\"script.aa.title\" = \"B\"\n")}})
	sign()
	if !slices.Contains(asked, maker.KeyScripts) {
		t.Errorf("for scripts %v were asked for", asked)
	}
}
