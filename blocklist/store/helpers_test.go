package store_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// built is the date of the editions made here.
var built = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

var listA = store.ListInfo{ID: "aaaa", Name: "List A"}

func options() store.Options {
	return store.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now}
}

// entry is what list A says of a number, told apart by category.
func entry(c blocklist.Category) blocklist.Entry {
	return blocklist.Entry{
		Category: c,
		Strength: blocklist.StrengthMany,
		Reports:  blocklist.ReportsOf(7),
		LastSeen: blocklist.MonthOf(built),
	}
}

// every yields n numbers from first on, so many apart, with the same entry.
func every(first, step uint64, n int, e blocklist.Entry) iter.Seq[numset.Item] {
	return func(yield func(numset.Item) bool) {
		for i := range uint64(n) {
			if !yield(numset.Item{Number: first + i*step, Symbol: e.Symbol()}) {
				return
			}
		}
	}
}

// makePack returns the manifest and the stream of some numbers.
func makePack(tb testing.TB, code string, edition int64, items iter.Seq[numset.Item]) (repository.Pack, []byte) {
	tb.Helper()
	var frequencies numset.Frequencies
	for item := range items {
		frequencies[item.Symbol]++
	}
	return encodePack(tb, numset.NewCode(&frequencies), code, edition, items)
}

// makePackLike is makePack with the code of an earlier stream.
func makePackLike(
	tb testing.TB, earlier []byte, code string, edition int64, items iter.Seq[numset.Item],
) (repository.Pack, []byte) {
	tb.Helper()
	r, err := numset.NewReader(bytes.NewReader(earlier))
	if err != nil {
		tb.Fatal(err)
	}
	return encodePack(tb, r.Code(), code, edition, items)
}

func encodePack(
	tb testing.TB, huffman *numset.Code, code string, edition int64, items iter.Seq[numset.Item],
) (repository.Pack, []byte) {
	tb.Helper()
	var stream bytes.Buffer
	w := numset.NewWriter(&stream, huffman)
	for item := range items {
		if err := w.Add(item); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	sum := w.Summary()
	return repository.Pack{
		Format:  1,
		Code:    code,
		Edition: edition,
		Date:    built,
		Entries: sum.Entries,
		Bytes:   sum.Bytes,
		SHA256:  hex.EncodeToString(sum.SHA256[:]),
		Parts:   int(sum.Bytes/repository.MaxPart) + 1,
	}, stream.Bytes()
}

// openList opens the list.db of a data folder and closes it when the test ends.
func openList(tb testing.TB, dir string, o store.Options) *store.List {
	tb.Helper()
	l, err := store.OpenList(tb.Context(), filepath.Join(dir, "list.db"), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Close() })
	return l
}

func closeList(tb testing.TB, l *store.List) {
	tb.Helper()
	if err := l.Close(); err != nil {
		tb.Fatal(err)
	}
}

func apply(tb testing.TB, l *store.List, p repository.Pack, stream []byte) {
	tb.Helper()
	if err := l.Apply(tb.Context(), listA, p, bytes.NewReader(stream)); err != nil {
		tb.Fatal(err)
	}
}

// applyItems applies some numbers as a pack of list A.
func applyItems(tb testing.TB, l *store.List, code string, edition int64, items iter.Seq[numset.Item]) {
	tb.Helper()
	p, stream := makePack(tb, code, edition, items)
	apply(tb, l, p, stream)
}

func find(tb testing.TB, l *store.List, number uint64) []blocklist.Evidence {
	tb.Helper()
	found, err := l.Find(tb.Context(), number)
	if err != nil {
		tb.Fatalf("find %d: %v", number, err)
	}
	return found
}

// expect checks that list A says of each number just what e says.
func expect(tb testing.TB, l *store.List, e blocklist.Entry, numbers ...uint64) {
	tb.Helper()
	want := []blocklist.Evidence{{Entry: e, Source: listA.Name}}
	for _, number := range numbers {
		if got := find(tb, l, number); !slices.Equal(got, want) {
			tb.Errorf("find %d = %+v, want %+v", number, got, want)
		}
	}
}

// expectUnlisted checks that no list says anything of the numbers.
func expectUnlisted(tb testing.TB, l *store.List, numbers ...uint64) {
	tb.Helper()
	for _, number := range numbers {
		if got := find(tb, l, number); len(got) > 0 {
			tb.Errorf("find %d = %+v, want nothing", number, got)
		}
	}
}

// noticeID returns the id of the list's notice, or "".
func noticeID(l *store.List) string {
	if m := l.Notice(); m != nil {
		return m.ID
	}
	return ""
}

// stuck is a stream that blocks in its middle until it is released, and then fails.
type stuck struct {
	io.Reader
	reached chan<- struct{}
	release <-chan struct{}
	err     error
}

// stuckAfter returns a stream that calls reached once its reader wants more than data.
func stuckAfter(data []byte, err error) (stream *stuck, reached <-chan struct{}, release chan<- struct{}) {
	in, out := make(chan struct{}), make(chan struct{})
	return &stuck{bytes.NewReader(data), in, out, err}, in, out
}

func (s *stuck) Read(b []byte) (int, error) {
	if n, _ := s.Reader.Read(b); n > 0 {
		return n, nil
	}
	if s.reached != nil {
		close(s.reached)
		s.reached = nil
	}
	<-s.release
	return 0, s.err
}

// within runs f in a goroutine and returns its result.
func within(ctx context.Context, f func(context.Context) error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	return done
}
