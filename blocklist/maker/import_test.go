package maker_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/numset"
)

// entries returns what the newest edition says, read from the packs in the maker's folder.
func entries(t *testing.T, l *makertest.List) map[uint64]blocklist.Entry {
	t.Helper()
	dir := filepath.Dir(l.Public())
	files, err := filepath.Glob(dir + "/editions/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var newest maker.Edition
	for _, file := range files {
		var e maker.Edition
		if err := json.Unmarshal(mustRead(t, file), &e); err != nil {
			t.Fatal(err)
		}
		if e.Number > newest.Number {
			newest = e
		}
	}
	all := make(map[uint64]blocklist.Entry)
	for _, p := range newest.Packs {
		pack := fmt.Sprintf("%s/packs/%s/%d.numset", dir, p.Code, p.Edition)
		r, err := numset.NewReader(strings.NewReader(string(mustRead(t, pack))))
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range r.All() {
			if err != nil {
				t.Fatal(err)
			}
			if all[item.Number], err = blocklist.EntryOf(item.Symbol, p.Date); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

func importText(l *makertest.List, i maker.Import, text string) (maker.Imported, error) {
	return l.Maker.Import(context.Background(), i, strings.NewReader(text))
}

func TestSameFileCountsOnce(t *testing.T) {
	l := makertest.New(t, start, "")
	const file = "pattern\n2015550123\n2015550123\n911\n"
	first, err := importText(l, maker.Import{Feed: maker.FeedFTC}, file)
	if err != nil {
		t.Fatal(err)
	}
	if first.Taken != 2 || first.Numbers != 1 || first.New != 1 || first.Refused[maker.RefusedRow] != 1 || first.Before != nil {
		t.Errorf("imported %+v", first)
	}
	l.Time = l.Time.AddDate(0, 0, 3)
	again, err := importText(l, maker.Import{Feed: maker.FeedFTC, Source: "somebody else"}, file)
	if err != nil {
		t.Fatal(err)
	}
	if again.Before == nil || !again.Before.Equal(start) || again.New != 0 {
		t.Errorf("imported again %+v", again)
	}
	status, err := l.Maker.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(status.Sources) != 1 || status.Sources[0].Numbers != 1 || status.Sources[0].Imports != 1 {
		t.Errorf("sources %+v", status.Sources)
	}
}

// Files that tell of the same months must not turn one complaint into two; sources that know nothing of each other
// add up.
func TestReportsAddUp(t *testing.T) {
	const n, m = 12015550123, 12015550124
	ftc, numbers := maker.Import{Feed: maker.FeedFTC}, maker.Import{Feed: maker.FeedNumbers, Source: "police"}
	for name, c := range map[string]struct {
		files []string
		what  []maker.Import
		want  map[uint64]int
	}{
		"rows of one file":    {[]string{"pattern\n2015550123\n2015550123\n"}, []maker.Import{ftc}, map[uint64]int{n: 2}},
		"overlapping files":   {[]string{"pattern\n2015550123\n", "pattern\n2015550123\n2015550124\n"}, []maker.Import{ftc, ftc}, map[uint64]int{n: 1, m: 1}},
		"larger count later":  {[]string{"pattern\n2015550123\n", "pattern\n2015550123\n2015550123\n"}, []maker.Import{ftc, ftc}, map[uint64]int{n: 2}},
		"smaller count later": {[]string{"pattern\n2015550123\n2015550123\n", "pattern\n2015550123\n"}, []maker.Import{ftc, ftc}, map[uint64]int{n: 2}},
		"two sources":         {[]string{"pattern\n2015550123\n", "number,reports\n+12015550123,3\n"}, []maker.Import{ftc, numbers}, map[uint64]int{n: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			l := makertest.New(t, start, "")
			for i, file := range c.files {
				if _, err := importText(l, c.what[i], file); err != nil {
					t.Fatal(err)
				}
			}
			l.Publish()
			got := make(map[uint64]int)
			for number, e := range entries(t, l) {
				got[number] = e.Reports.AtLeast()
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("reports %v, want %v", got, c.want)
			}
		})
	}
}

func TestImportRefuses(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Import("+442071838750,bank,5,2026-11-01")
	for name, c := range map[string]struct {
		what maker.Import
		text string
		want error
	}{
		"nothing usable":    {maker.Import{Feed: maker.FeedFTC}, "pattern\n911\n", maker.ErrNothing},
		"future day":        {maker.Import{Feed: maker.FeedFTC, Seen: day("2026-11-24")}, "pattern\n2015550123\n", maker.ErrFuture},
		"no such region":    {maker.Import{Feed: maker.FeedNumbers, Region: "ZZ"}, "number\n8 495 1234567\n", maker.ErrRegion},
		"no such feed":      {maker.Import{Feed: "gossip"}, "number\n", maker.ErrFeed},
		"source of another": {maker.Import{Feed: maker.FeedFTC, Source: "numbers"}, "pattern\n2015550123\n", maker.ErrSource},
	} {
		if _, err := importText(l, c.what, c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	status, err := l.Maker.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(status.Sources) != 1 {
		t.Errorf("a refused import left something: %+v", status.Sources)
	}
}

func TestCancelledImportChangesNothing(t *testing.T) {
	l := makertest.New(t, start, "")
	ctx, cancel := context.WithCancel(context.Background())
	cut := readerFunc(func(b []byte) (int, error) {
		cancel()
		return copy(b, "pattern\n2015550123\n"), nil
	})
	if _, err := l.Maker.Import(ctx, maker.Import{Feed: maker.FeedFTC}, cut); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	done, err := importText(l, maker.Import{Feed: maker.FeedFTC}, "pattern\n2015550123\n")
	if err != nil || done.New != 1 {
		t.Errorf("after it: %+v, %v", done, err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
