package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// leaving is one in how many numbers leaves in a day of the benchmarks; as many come.
const leaving = 200

// day is what happens to one pack from one day to the next.
type day struct {
	Before publishedPack
	After  repository.Pack
	Delta  string // path
}

// newDays makes a list of about so many numbers and its deltas to the day after, one a calling code.
func newDays(tb testing.TB, n int) (days []day) {
	tb.Helper()
	dir := tb.TempDir()
	churn := numsettest.Churn{N: n, Days: 1, Leaving: leaving, Seed: 1}
	after := byCode(churn.Day(1))
	for code, items := range byCode(churn.Day(0)) {
		p, stream := makePack(tb, code, 1, slices.Values(items))
		next, nextStream := makePackLike(tb, stream, code, 2, slices.Values(after[code]))
		d := day{publishedPack{p, filepath.Join(dir, code)}, next, filepath.Join(dir, code+".delta")}
		err := errors.Join(os.WriteFile(d.Before.Path, stream, 0o600),
			os.WriteFile(d.Delta, makeDelta(tb, stream, nextStream), 0o600))
		if err != nil {
			tb.Fatal(err)
		}
		days = append(days, d)
	}
	return days
}

// byCode sorts numbers into calling codes.
func byCode(items func(func(numset.Item) bool)) map[string][]numset.Item {
	all := map[string][]numset.Item{}
	for item := range items {
		code := callingCode(item.Number)
		all[code] = append(all[code], item)
	}
	return all
}

// applyDeltas takes a list.db to the day after.
func applyDeltas(ctx context.Context, l *store.List, days []day) error {
	for _, d := range days {
		delta, err := os.Open(d.Delta)
		if err != nil {
			return err
		}
		err = l.ApplyDelta(ctx, listA, d.After, 1, delta)
		if err := errors.Join(err, delta.Close()); err != nil {
			return err
		}
	}
	return nil
}

// updateRowid takes a plain table to the day after, row by row in one transaction, up to the closing of the file.
func updateRowid(ctx context.Context, path string, gone, come []numset.Item) (err error) {
	pool, err := openRowid(path, -4096)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	run := func(items []numset.Item, query string, args func(numset.Item) []any) error {
		statement, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		defer statement.Close()
		for _, item := range items {
			if _, err := statement.ExecContext(context.WithoutCancel(ctx), args(item)...); err != nil {
				return err
			}
		}
		return nil
	}
	err = errors.Join(
		run(gone, "DELETE FROM number WHERE n = ?", func(i numset.Item) []any { return []any{int64(i.Number)} }),
		run(come, "INSERT INTO number VALUES (?, ?)",
			func(i numset.Item) []any { return []any{int64(i.Number), int64(i.Symbol)} }))
	if err != nil {
		return err
	}
	return tx.Commit()
}

// difference returns the numbers that leave and come in a day.
func difference(n int) (gone, come []numset.Item) {
	churn := numsettest.Churn{N: n, Days: 1, Leaving: leaving, Seed: 1}
	before, after := slices.Collect(churn.Day(0)), slices.Collect(churn.Day(1))
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0].Number < after[0].Number:
			gone, before = append(gone, before[0]), before[1:]
		case len(before) == 0 || after[0].Number < before[0].Number:
			come, after = append(come, after[0]), after[1:]
		default:
			before, after = before[1:], after[1:]
		}
	}
	return gone, come
}

// deltaRows measures a day's sync: the bytes of its deltas, and what it takes to apply them.
func (w *world) deltaRows(b *testing.B, t *table) {
	dir := b.TempDir()
	days := newDays(b, w.n)
	var wire, live int64
	yesterday := &world{n: w.n}
	for _, d := range days {
		wire += size(b, d.Delta)
		live += d.After.Bytes
		yesterday.packs = append(yesterday.packs, d.Before)
	}
	// The targets are those for ten million numbers; a smaller list costs more bytes for each.
	target, onlyLarge := int64(185<<10), func(atMost float64) float64 {
		if w.n < 10_000_000 {
			return 0
		}
		return atMost
	}
	t.compare("delta of a day, 1 % churn", fmt.Sprintf("%.1f KiB", float64(wire)/(1<<10)),
		fmt.Sprintf("%.1f KiB", float64(target)/(1<<10)), float64(wire)/float64(target), onlyLarge(1))

	list, plain := filepath.Join(dir, "list.db"), filepath.Join(dir, "rowid.db")
	if err := errors.Join(yesterday.apply(b.Context(), list), yesterday.fillRowid(b.Context(), plain)); err != nil {
		b.Fatal(err)
	}
	gone, come := difference(w.n)
	rowid, rowidWritten := writing(b, func() error { return updateRowid(b.Context(), plain, gone, come) })
	l := openList(b, dir, options())
	idle := percentiles(b, w.find(b, l))
	took, written := writing(b, func() error { return applyDeltas(b.Context(), l, days) })
	t.compare("apply a day's deltas", rounded(took), "rowid "+rounded(rowid), took.Seconds()/rowid.Seconds(), 1)
	t.compare("bytes written for that", mebibytes(written), "rowid "+mebibytes(rowidWritten),
		float64(written)/float64(rowidWritten), onlyLarge(0.1))
	t.compare("list.db after it", mebibytes(size(b, list)), "live "+mebibytes(live), float64(size(b, list))/float64(live), 1.5)

	peak := peakOf(b, "delta", days)
	t.compare("peak memory of a delta", mebibytes(peak), "48.0 MiB", float64(peak)/(48<<20), 1)

	if err := yesterday.apply(b.Context(), list); err != nil {
		b.Fatal(err)
	}
	busy := w.whileSyncing(b, l, days)
	t.compare("lookup during a sync p99", rounded(busy[1]), "at rest "+rounded(idle[1]), busy[1].Seconds()/idle[1].Seconds(), 2)
}

// find looks up the numbers of the world in turn.
func (w *world) find(b *testing.B, l *store.List) func(i int) error {
	return func(i int) error {
		_, err := l.Find(b.Context(), w.queries[i%len(w.queries)])
		return err
	}
}

// whileSyncing returns p50 and p99 of the lookups that run while the deltas of a day are applied.
func (w *world) whileSyncing(b *testing.B, l *store.List, days []day) [2]time.Duration {
	b.Helper()
	find := w.find(b, l)
	percentiles(b, find) // as warm as at rest
	done := within(b.Context(), func(ctx context.Context) error { return applyDeltas(ctx, l, days) })
	var took []time.Duration
	for i := 0; ; i++ {
		took = append(took, timed(b, func() error { return find(i) }))
		select {
		case err := <-done:
			if err != nil {
				b.Fatal(err)
			}
			slices.Sort(took)
			return [2]time.Duration{took[len(took)/2], took[len(took)*99/100]}
		default:
		}
	}
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

// writing returns how long f takes and how many bytes this process hands to the system to write meanwhile.
func writing(b *testing.B, f func() error) (took time.Duration, bytes int64) {
	b.Helper()
	before := written(b)
	took = timed(b, f)
	return took, written(b) - before
}

func written(b *testing.B) (n int64) {
	b.Helper()
	data, err := os.ReadFile("/proc/self/io")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := fmt.Fscanf(bytes.NewReader(data[bytes.Index(data, []byte("wchar")):]), "wchar: %d", &n); err != nil {
		b.Fatal(err)
	}
	return n
}

// peakOf runs a task in a process of its own and returns the most memory that had: heap, SQLite and program.
func peakOf(b *testing.B, task string, input any) int64 {
	b.Helper()
	dir := b.TempDir()
	data, err := json.Marshal(input)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "input.json"), data, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	// What comes before the task is done by a process of its own, lest its memory counts.
	if line := startChild(b, task+"-before", dir).line(); line != "ready" {
		b.Fatal(line)
	}
	peak, err := strconv.ParseInt(startChild(b, task, dir).line(), 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return peak
}

func readInput(dir string, into any) error {
	data, err := os.ReadFile(filepath.Join(dir, "input.json"))
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// applyYesterday fills the list.db that applyToday takes to the day after.
func applyYesterday(ctx context.Context, dir string) error {
	var days []day
	if err := readInput(dir, &days); err != nil {
		return err
	}
	var w world
	for _, d := range days {
		w.packs = append(w.packs, d.Before)
	}
	if err := w.apply(ctx, filepath.Join(dir, "list.db")); err != nil {
		return err
	}
	fmt.Println("ready")
	return nil
}

func applyToday(ctx context.Context, dir string) error {
	var days []day
	if err := readInput(dir, &days); err != nil {
		return err
	}
	l, err := store.OpenList(ctx, filepath.Join(dir, "list.db"), options())
	if err != nil {
		return err
	}
	if err := errors.Join(applyDeltas(ctx, l, days), l.Close()); err != nil {
		return err
	}
	peak, err := peakMemory()
	fmt.Println(peak)
	return err
}
