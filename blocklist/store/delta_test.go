package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"testing"
	"testing/iotest"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// makeDelta returns the delta between two streams.
func makeDelta(tb testing.TB, from, to []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	if _, err := numset.Diff(&b, bytes.NewReader(from), bytes.NewReader(to)); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// editions are three of one pack, and the deltas from each to the next.
type editions struct {
	packs   []repository.Pack
	streams [][]byte
	deltas  [][]byte
}

func makeEditions(tb testing.TB) (e editions) {
	tb.Helper()
	for i, items := range [][]numset.Item{
		slices.Collect(every(74950000000, 3, 5000, bank)),
		slices.Collect(every(74950000003, 3, 5000, bank)),
		slices.Collect(every(74950000006, 6, 3000, police)),
	} {
		p, stream := makePack(tb, "7", int64(i+1), slices.Values(items))
		e.packs, e.streams = append(e.packs, p), append(e.streams, stream)
		if i > 0 {
			e.deltas = append(e.deltas, makeDelta(tb, e.streams[i-1], stream))
		}
	}
	return e
}

func readers(deltas ...[]byte) (streams []io.Reader) {
	for _, d := range deltas {
		streams = append(streams, bytes.NewReader(d))
	}
	return streams
}

func TestDeltasBringTheNewEdition(t *testing.T) {
	e := makeEditions(t)
	dir := t.TempDir()
	l := openList(t, dir, options())
	apply(t, l, e.packs[0], e.streams[0])
	applyItems(t, l, "44", 1, every(447911000000, 1, 10, police))
	if err := l.ApplyDelta(t.Context(), listA, e.packs[1], 1, readers(e.deltas[0])...); err != nil {
		t.Fatal(err)
	}
	expect(t, l, bank, 74950000003, 74950000000+3*5000)
	expectUnlisted(t, l, 74950000000)
	if err := l.ApplyDelta(t.Context(), listA, e.packs[2], 2, readers(e.deltas[1])...); err != nil {
		t.Fatal(err)
	}
	closeList(t, l)
	l = openList(t, dir, options())
	expect(t, l, police, 74950000006, 74950000006+6*2999, 447911000009)
	expectUnlisted(t, l, 74950000009)
	packs, err := l.Packs(t.Context(), listA.ID)
	if err != nil || len(packs) != 2 || packs[0].SHA256 != e.packs[2].SHA256 || packs[0].Edition != 3 {
		t.Errorf("packs %+v, error %v", packs, err)
	}
}

func TestChainOfDeltasInOneChange(t *testing.T) {
	e := makeEditions(t)
	l := openList(t, t.TempDir(), options())
	apply(t, l, e.packs[0], e.streams[0])
	if err := l.ApplyDelta(t.Context(), listA, e.packs[2], 1, readers(e.deltas...)...); err != nil {
		t.Fatal(err)
	}
	expect(t, l, police, 74950000006)
	expectUnlisted(t, l, 74950000003)
}

func TestDeltaThatDoesNotFitLeavesTheOldEdition(t *testing.T) {
	e := makeEditions(t)
	otherEntries, otherBytes := e.packs[1], e.packs[1]
	otherEntries.Entries++
	otherBytes.Bytes--
	// Says that it leads to another stream than its operations do.
	lie := bytes.Clone(e.deltas[0])
	copy(lie[5+8:], e.deltas[1][5+8:5+16])
	cut := e.deltas[0][:len(e.deltas[0])/2]
	cases := map[string]struct {
		pack   repository.Pack
		from   int64
		deltas []io.Reader
	}{
		"no such edition":     {e.packs[1], 7, readers(e.deltas[0])},
		"delta of another":    {e.packs[2], 1, readers(e.deltas[1])},
		"chain with a gap":    {e.packs[2], 1, readers(e.deltas[0], e.deltas[0])},
		"chain stops short":   {e.packs[2], 1, readers(e.deltas[0])},
		"none":                {e.packs[1], 1, nil},
		"no delta":            {e.packs[1], 1, readers([]byte("hello"))},
		"a stream":            {e.packs[1], 1, readers(e.streams[1])},
		"cut":                 {e.packs[1], 1, readers(cut)},
		"lies":                {e.packs[2], 1, readers(lie)},
		"other count":         {otherEntries, 1, readers(e.deltas[0])},
		"other length":        {otherBytes, 1, readers(e.deltas[0])},
		"pack that is absent": {repository.Pack{Code: "44", Edition: 2}, 1, readers(e.deltas[0])},
	}
	dir := t.TempDir()
	l := openList(t, dir, options())
	apply(t, l, e.packs[0], e.streams[0])
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			err := l.ApplyDelta(t.Context(), listA, c.pack, c.from, c.deltas...)
			if !errors.Is(err, store.ErrWrongBase) {
				t.Errorf("error %v", err)
			}
			expect(t, l, bank, 74950000000)
			expectUnlisted(t, l, 74950000000+3*5000)
		})
	}
	if id := noticeID(l); id != "" {
		t.Errorf("notice %s", id)
	}
	apply(t, l, e.packs[1], e.streams[1])
	expect(t, l, bank, 74950000003)
}

func TestFailingDeltaIsPassedOn(t *testing.T) {
	e := makeEditions(t)
	l := openList(t, t.TempDir(), options())
	apply(t, l, e.packs[0], e.streams[0])
	gone := errors.New("line is gone")
	stream := io.MultiReader(bytes.NewReader(e.deltas[0][:len(e.deltas[0])-3]), iotest.ErrReader(gone))
	err := l.ApplyDelta(t.Context(), listA, e.packs[1], 1, stream)
	if !errors.Is(err, gone) || errors.Is(err, store.ErrWrongBase) {
		t.Errorf("error %v", err)
	}
	expect(t, l, bank, 74950000000)
}

func TestLookupsDuringADeltaSeeTheOldEdition(t *testing.T) {
	e := makeEditions(t)
	l := openList(t, t.TempDir(), options())
	apply(t, l, e.packs[0], e.streams[0])
	stream, reached, release := stuckAfter(e.deltas[0][:len(e.deltas[0])-1], errors.New("cut"))
	done := within(t.Context(), func(ctx context.Context) error {
		return l.ApplyDelta(ctx, listA, e.packs[1], 1, stream)
	})
	<-reached
	expect(t, l, bank, 74950000000)
	l.Forget()
	expect(t, l, bank, 74950000000, 74950000000+3*4999)
	close(release)
	if err := <-done; err == nil {
		t.Error("no error")
	}
	expect(t, l, bank, 74950000000)
}

// What lookups had in memory they have after the sync as well, so that the first ones after it are not slow.
func TestBlocksInMemoryOutliveADelta(t *testing.T) {
	e := makeEditions(t)
	dir := t.TempDir()
	l := openList(t, dir, options())
	apply(t, l, e.packs[0], e.streams[0])
	expect(t, l, bank, 74950000003) // in the first block; the others are not read
	if err := l.ApplyDelta(t.Context(), listA, e.packs[2], 1, readers(e.deltas...)...); err != nil {
		t.Fatal(err)
	}
	// Not even the removal of all blocks behind the program's back is noticed as long as one in memory is asked.
	execute(t, filepath.Join(dir, "list.db"), "DELETE FROM block")
	expect(t, l, police, 74950000006)
	if _, err := l.Find(t.Context(), 74950000006+6*2999); !errors.Is(err, store.ErrListDamaged) {
		t.Errorf("a block that was not asked for before: error %v", err)
	}
}

func TestFileStaysSmallOverManyDeltas(t *testing.T) {
	churn := numsettest.Churn{N: 100_000, Days: 12, Leaving: 200, Seed: 9}
	dir := t.TempDir()
	l := openList(t, dir, options())
	p, now := makePack(t, "7", 1, churn.Day(0))
	apply(t, l, p, now)
	for day := 1; day <= churn.Days; day++ {
		next, stream := makePack(t, "7", int64(day+1), churn.Day(day))
		delta := makeDelta(t, now, stream)
		if err := l.ApplyDelta(t.Context(), listA, next, int64(day), bytes.NewReader(delta)); err != nil {
			t.Fatal(err)
		}
		now = stream
		if got := size(t, filepath.Join(dir, "list.db")); got > 3*int64(len(now))/2 {
			t.Fatalf("day %d: %d bytes on disk for a stream of %d", day, got, len(now))
		}
	}
}
