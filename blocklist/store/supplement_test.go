package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

var listB = store.ListInfo{ID: "bbbb", Name: "List B"}

// applyRanges gives a list ranges with the entry of a category, all or none.
func applyRanges(tb testing.TB, l *store.List, list store.ListInfo, edition int64, patterns ...string) {
	tb.Helper()
	slices.Sort(patterns)
	all := make([]ranges.Range, 0, len(patterns))
	for _, pattern := range patterns {
		all = append(all, ranges.Range{Pattern: pattern, Symbol: entry(blocklist.CategoryBank).Symbol()})
	}
	data, err := ranges.Encode(all)
	if err != nil {
		tb.Fatal(err)
	}
	m := repository.Describe(repository.KindRanges, edition, built, int64(len(all)), data)
	if err := l.ApplyRanges(tb.Context(), list, m, all); err != nil {
		tb.Fatal(err)
	}
}

func nearby(tb testing.TB, l *store.List, number uint64, except ...string) (found []string) {
	tb.Helper()
	all, err := l.Nearby(tb.Context(), number, except...)
	if err != nil {
		tb.Fatalf("nearby %d: %v", number, err)
	}
	for _, n := range all {
		if want := entry(blocklist.CategoryBank); n.Entry != want {
			tb.Errorf("entry %+v, want %+v", n.Entry, want)
		}
		found = append(found, n.Source+" "+n.Pattern)
	}
	slices.Sort(found)
	return found
}

func TestNearby(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	if got := nearby(t, l, 74951234567); got != nil {
		t.Errorf("of no list %v", got)
	}
	applyRanges(t, l, listA, 1, "7495123????", "7495123456?", "1202636????")
	applyRanges(t, l, listB, 1, "749512345??")
	for number, want := range map[uint64][]string{
		74951234567:  {"List A 7495123456?", "List A 7495123????", "List B 749512345??"},
		74951234577:  {"List A 7495123????", "List B 749512345??"},
		74951239999:  {"List A 7495123????"},
		74951240000:  nil,
		749512345678: nil, // another length
		12026360000:  {"List A 1202636????"},
	} {
		if got := nearby(t, l, number); !slices.Equal(got, want) {
			t.Errorf("near %d %v, want %v", number, got, want)
		}
	}
	if got := nearby(t, l, 74951234577, listA.ID); !slices.Equal(got, []string{"List B 749512345??"}) {
		t.Errorf("without list A %v", got)
	}

	// Another program sees the change; a newer edition takes the place of all ranges.
	other := openList(t, dir, options())
	applyRanges(t, other, listA, 2, "7495124????")
	if got := nearby(t, other, 74951234567); !slices.Equal(got, []string{"List B 749512345??"}) {
		t.Errorf("after a newer edition %v", got)
	}
	if got := nearby(t, other, 74951240000); len(got) != 1 {
		t.Errorf("the newer edition's %v", got)
	}
	all, err := l.Ranges(t.Context(), listA.ID)
	if err != nil || len(all) != 1 || all[0].Pattern != "7495124????" {
		t.Errorf("ranges of the other program's edition %v, %v", all, err)
	}

	for _, remove := range []func() error{
		func() error { return l.RemoveSupplement(t.Context(), listA.ID, repository.KindRanges) },
		func() error { return l.RemoveList(t.Context(), listB.ID) },
	} {
		if err := remove(); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := nearby(t, l, 74951240000), nearby(t, l, 74951234567); a != nil || b != nil {
		t.Errorf("after both lists' ranges were removed: %v, %v", a, b)
	}
}

func TestScripts(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	if _, err := l.Scripts(t.Context(), listA.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no list: %v", err)
	}
	for edition, text := range []string{"the first archive", "another one"} {
		m := repository.Describe(repository.KindScripts, int64(edition+1), built.Add(time.Duration(edition)), 30, []byte(text))
		if err := l.ApplyScripts(t.Context(), listA, m, []byte(text), []string{"a.toml"}); err != nil {
			t.Fatal(err)
		}
		got, err := l.Scripts(t.Context(), listA.ID)
		if err != nil || string(got.Data) != text || got.Edition != m.Edition || got.Entries != 30 ||
			!slices.Equal(got.Refused, []string{"a.toml"}) {
			t.Errorf("got %+v, %v", got, err)
		}
	}
	if err := l.RemoveList(t.Context(), listA.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Scripts(t.Context(), listA.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of a list that was removed: %v", err)
	}
}

// A bit that flips on the disk neither warns of other numbers nor changes a script: the file is replaced.
func TestDamagedSupplements(t *testing.T) {
	for name, c := range map[string]struct {
		flip string
		read func(context.Context, *store.List) error
	}{
		"pattern": {"UPDATE listed_range SET pattern = '7495124????'", func(ctx context.Context, l *store.List) error {
			_, err := l.Nearby(ctx, 74951240000)
			return err
		}},
		"symbol": {"UPDATE listed_range SET symbol = symbol + 1", func(ctx context.Context, l *store.List) error {
			_, err := l.Nearby(ctx, 74951230000)
			return err
		}},
		"script": {"UPDATE supplement SET data = x'00' WHERE kind = 'scripts'", func(ctx context.Context, l *store.List) error {
			_, err := l.Scripts(ctx, listA.ID)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := openList(t, dir, options())
			applyRanges(t, l, listA, 1, "7495123????")
			m := repository.Describe(repository.KindScripts, 1, built, 1, []byte("archive"))
			if err := l.ApplyScripts(t.Context(), listA, m, []byte("archive"), nil); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite3", filepath.Join(dir, "list.db"))
			if err == nil {
				_, err = db.Exec(c.flip)
			}
			if err = errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			if err := c.read(t.Context(), l); !errors.Is(err, store.ErrListDamaged) {
				t.Errorf("got %v", err)
			}
			if noticeID(l) != "notice.list.damaged" || nearby(t, l, 74951230000) != nil {
				t.Errorf("notice %q", noticeID(l))
			}
		})
	}
}

// benchRanges is how many ranges the list has in BenchmarkNearby.
const benchRanges = 50_000

// rangesToAsk fills a list with as many ranges as it may have and returns a lookup, every other one with an answer.
func rangesToAsk(b *testing.B) func(i int) error {
	l := openList(b, b.TempDir(), options())
	all := make([]ranges.Range, benchRanges)
	for i := range all {
		number := 79160000000 + uint64(i)*20_000
		all[i] = ranges.Range{Pattern: ranges.Pattern(number, 1+i%ranges.MaxOpen), Symbol: entry(blocklist.CategoryBank).Symbol()}
	}
	slices.SortFunc(all, func(x, y ranges.Range) int { return slices.Compare([]byte(x.Pattern), []byte(y.Pattern)) })
	data, err := ranges.Encode(all)
	if err != nil {
		b.Fatal(err)
	}
	m := repository.Describe(repository.KindRanges, 1, built, benchRanges, data)
	if err := l.ApplyRanges(b.Context(), listA, m, all); err != nil {
		b.Fatal(err)
	}
	ctx := b.Context()
	return func(i int) error {
		i = i * 7919 % (2 * benchRanges)
		_, err := l.Nearby(ctx, 79160000000+uint64(i)*10_000+3)
		return err
	}
}

// BenchmarkNearby looks up numbers among 50,000 ranges, and tells p50 and p99.
func BenchmarkNearby(b *testing.B) {
	lookup := rangesToAsk(b)
	for i := 0; b.Loop(); i++ {
		if err := lookup(i); err != nil {
			b.Fatal(err)
		}
	}
	p := percentiles(b, lookup)
	b.ReportMetric(float64(p[0].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(p[1].Nanoseconds()), "p99-ns")
}
