package store_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"text/tabwriter"
	"time"

	"hangup/blocklist/numset/numsettest"
	"hangup/blocklist/store"
)

// BenchmarkLookup looks up numbers, half of them listed, in a list and in a plain table.
func BenchmarkLookup(b *testing.B) {
	w := newWorld(b, *numbers)
	dir := b.TempDir()
	if err := w.apply(b.Context(), filepath.Join(dir, "list.db")); err != nil {
		b.Fatal(err)
	}
	if err := w.fillRowid(b.Context(), filepath.Join(dir, "rowid.db")); err != nil {
		b.Fatal(err)
	}
	lookups := w.lookups(b, dir)
	for _, name := range []string{"list", "list-first-read", "rowid"} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if err := lookups[name](i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// lookups returns the functions to measure, by name; each takes a count of how often it ran.
func (w *world) lookups(b *testing.B, dir string) map[string]func(i int) error {
	l := openList(b, dir, options())
	plain := newRowid(b, filepath.Join(dir, "rowid.db"))
	ctx := b.Context()
	query := func(i int) uint64 { return w.queries[i%len(w.queries)] }
	return map[string]func(i int) error{
		"list": func(i int) error {
			_, err := l.Find(ctx, query(i))
			return err
		},
		"list-first-read": func(i int) error {
			if i%max(w.n/5000, 1) == 0 { // before every tenth block was read
				l.Forget()
			}
			_, err := l.Find(ctx, query(i))
			return err
		},
		"rowid": func(i int) error {
			_, err := plain.find(ctx, query(i))
			return err
		},
	}
}

// BenchmarkApply fills a new list.db and a new plain table from the same streams.
func BenchmarkApply(b *testing.B) {
	w := newWorld(b, *numbers)
	bound := numsettest.Bound(w.n)
	measure := func(name string, fill func(path string) error) {
		b.Run(name, func(b *testing.B) {
			var path string
			for i := 0; b.Loop(); i++ {
				path = filepath.Join(b.TempDir(), strconv.Itoa(i))
				if err := fill(path); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(size(b, path))/float64(w.n), "disk-bytes/number")
			b.ReportMetric(float64(size(b, path))/bound, "disk/bound")
			b.ReportMetric(float64(w.wire())/float64(w.n), "wire-bytes/number")
			b.ReportMetric(float64(w.wire())/bound, "wire/bound")
		})
	}
	measure("list", func(path string) error { return w.apply(b.Context(), path) })
	measure("rowid", func(path string) error { return w.fillRowid(b.Context(), path) })
}

// BenchmarkTable measures everything the format promises, once, and prints a table of it with the targets. Run it
// alone: go test ./blocklist/store -run '^$' -bench Table -benchtime 1x -numbers 10000000
func BenchmarkTable(b *testing.B) {
	w := newWorld(b, *numbers)
	for b.Loop() {
		w.table(b, b.TempDir()).print(os.Stdout, w.n)
	}
}

// row is one line of the table. A target of 0 means that the figure is only told.
type row struct {
	what           string
	value          string
	against        string
	ratio, atMost  float64
	ratioIsMissing bool
}

type table []row

func (t *table) compare(what, value, against string, ratio, atMost float64) {
	*t = append(*t, row{what, value, against, ratio, atMost, false})
}

func (t *table) tell(what, value string) {
	*t = append(*t, row{what: what, value: value, ratioIsMissing: true})
}

func (t table) print(out io.Writer, n int) {
	fmt.Fprintf(out, "\n%d numbers\n", n)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tmeasured\tagainst\tratio\ttarget\t")
	for _, r := range t {
		ratio, target, verdict := fmt.Sprintf("%.3f", r.ratio), "-", ""
		if r.ratioIsMissing {
			ratio = "-"
		}
		if r.atMost > 0 {
			target, verdict = fmt.Sprintf("<= %.2f", r.atMost), "ok"
			if r.ratio > r.atMost {
				verdict = "MISSED"
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.value, r.against, ratio, target, verdict)
	}
	w.Flush()
}

func (w *world) table(b *testing.B, dir string) (t table) {
	list, plain := filepath.Join(dir, "list.db"), filepath.Join(dir, "rowid.db")
	n, bound := float64(w.n), numsettest.Bound(w.n)
	perNumber := func(bytes int64) string { return fmt.Sprintf("%.3f bytes/number", float64(bytes)/n) }
	boundText := fmt.Sprintf("bound %.3f", bound/n)

	applied := timed(b, func() error { return w.apply(b.Context(), list) })
	filled := timed(b, func() error { return w.fillRowid(b.Context(), plain) })
	t.compare("download", perNumber(w.wire()), boundText, float64(w.wire())/bound, 1.12)
	t.compare("list.db on disk", perNumber(size(b, list)), boundText, float64(size(b, list))/bound, 1.35)
	t.compare("rowid table on disk", perNumber(size(b, plain)), boundText, float64(size(b, plain))/bound, 0)
	t.compare("full apply", rounded(applied), "rowid "+rounded(filled), applied.Seconds()/filled.Seconds(), 0.1)
	again := timed(b, func() error { return w.apply(b.Context(), list) })
	t.compare("apply over an old edition", rounded(again), "rowid "+rounded(filled), again.Seconds()/filled.Seconds(), 0)
	peak := w.peakOfApply(b)
	t.compare("peak memory of an apply", fmt.Sprintf("%.1f MiB", float64(peak)/(1<<20)), "64 MiB",
		float64(peak)/(64<<20), 1)
	t.tell("list.db opened and checked", rounded(timed(b, func() error {
		l, err := store.OpenList(b.Context(), list, options())
		if err != nil {
			return err
		}
		return l.Close()
	})))

	w.deltaRows(b, &t)

	lookups := w.lookups(b, dir)
	rowid, warm, first := percentiles(b, lookups["rowid"]), percentiles(b, lookups["list"]),
		percentiles(b, lookups["list-first-read"])
	for i, name := range []string{"p50", "p99"} {
		t.compare("warm lookup "+name, rounded(warm[i]), "rowid "+rounded(rowid[i]),
			warm[i].Seconds()/rowid[i].Seconds(), float64(i+1))
	}
	for i, name := range []string{"p50", "p99"} {
		t.compare("lookup in a block not read before "+name, rounded(first[i]), "rowid "+rounded(rowid[i]),
			first[i].Seconds()/rowid[i].Seconds(), 0)
	}
	nearby := percentiles(b, rangesToAsk(b))
	for i, name := range []string{"p50", "p99"} {
		t.tell(fmt.Sprintf("lookup among %d ranges %s", benchRanges, name), rounded(nearby[i]))
	}
	return t
}

func rounded(d time.Duration) string {
	if d < time.Millisecond {
		return d.Round(10 * time.Nanosecond).String()
	}
	return d.Round(100 * time.Microsecond).String()
}

// percentiles warms f up and returns its p50 and p99.
func percentiles(b *testing.B, f func(i int) error) [2]time.Duration {
	b.Helper()
	const runs = 100_000
	took := make([]time.Duration, 0, runs)
	for i := range 2 * runs {
		d := timed(b, func() error { return f(i) })
		if i >= runs {
			took = append(took, d)
		}
	}
	slices.Sort(took)
	return [2]time.Duration{took[runs/2], took[runs*99/100]}
}

// peakOfApply applies the list in a process of its own and returns the most memory that had: heap, SQLite and program.
func (w *world) peakOfApply(b *testing.B) int64 {
	b.Helper()
	dir := b.TempDir()
	packs, err := json.Marshal(w.packs)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "packs.json"), packs, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	child := startChild(b, "apply", dir)
	peak, err := strconv.ParseInt(child.line(), 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return peak
}
