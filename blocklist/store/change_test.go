package store_test

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"testing"

	"hangup/blocklist/numset"
	"hangup/blocklist/store"
)

// joined yields the items of several sets, which must ascend.
func joined(sets ...iter.Seq[numset.Item]) iter.Seq[numset.Item] {
	return func(yield func(numset.Item) bool) {
		for _, set := range sets {
			for item := range set {
				if !yield(item) {
					return
				}
			}
		}
	}
}

func TestChangeCountsNumbersThatLeaveAndCome(t *testing.T) {
	base := every(74950000000, 2, 5000, bank)
	for name, c := range map[string]struct {
		after iter.Seq[numset.Item]
		want  store.Change
	}{
		"nothing":                {base, store.Change{Had: 5000}},
		"only what is said":      {every(74950000000, 2, 5000, police), store.Change{Had: 5000}},
		"the first leave":        {every(74950002000, 2, 4000, bank), store.Change{Had: 5000, Gone: 1000}},
		"the last leave":         {every(74950000000, 2, 4000, bank), store.Change{Had: 5000, Gone: 1000}},
		"more come at the end":   {every(74950000000, 2, 6000, bank), store.Change{Had: 5000, Come: 1000}},
		"every other is another": {every(74950000000, 4, 5000, bank), store.Change{Had: 5000, Gone: 2500, Come: 2500}},
		"all are others":         {every(74950000001, 2, 5000, bank), store.Change{Had: 5000, Gone: 5000, Come: 5000}},
		"around":                 {joined(every(74940000000, 1, 7, bank), base, every(74990000000, 1, 8, bank)), store.Change{Had: 5000, Come: 15}},
	} {
		t.Run(name, func(t *testing.T) {
			l := openList(t, t.TempDir(), options())
			p, stream := makePack(t, "7", 1, base)
			apply(t, l, p, stream)
			next, nextStream := makePackLike(t, stream, "7", 2, c.after)
			got, err := l.Change(t.Context(), listA.ID, next, 0, bytes.NewReader(nextStream))
			if err != nil || got != c.want {
				t.Errorf("by the whole stream %+v, %v; want %+v", got, err, c.want)
			}
			if name != "nothing" {
				got, err = l.Change(t.Context(), listA.ID, next, 1, bytes.NewReader(makeDelta(t, stream, nextStream)))
				if err != nil || got != c.want {
					t.Errorf("by a delta %+v, %v; want %+v", got, err, c.want)
				}
			}
			expect(t, l, bank, 74950000000)
		})
	}
}

func TestChangeOfWhatIsNotThere(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	p, stream := makePack(t, "7", 1, every(74950000000, 1, 100, bank))
	got, err := l.Change(t.Context(), listA.ID, p, 0, bytes.NewReader(stream))
	if want := (store.Change{Come: 100}); err != nil || got != want {
		t.Errorf("with no pack %+v, %v; want %+v", got, err, want)
	}
	if _, err := l.Change(t.Context(), listA.ID, p, 1, bytes.NewReader(stream)); !errors.Is(err, store.ErrWrongBase) {
		t.Errorf("a delta of no pack: %v", err)
	}
	apply(t, l, p, stream)
	if _, err := l.Change(t.Context(), listA.ID, p, 1, bytes.NewReader(stream)); !errors.Is(err, store.ErrWrongBase) {
		t.Errorf("a stream in place of a delta: %v", err)
	}
	next, nextStream := makePack(t, "7", 2, every(74950000000, 1, 5000, bank))
	cut := bytes.NewReader(nextStream[:len(nextStream)/2])
	if _, err := l.Change(t.Context(), listA.ID, next, 0, cut); !errors.Is(err, store.ErrWrongBytes) {
		t.Errorf("half a stream: %v", err)
	}
	broken := errors.New("the line is cut")
	line := io.MultiReader(bytes.NewReader(nextStream[:len(nextStream)/2]), failing{broken})
	if _, err := l.Change(t.Context(), listA.ID, next, 0, line); !errors.Is(err, broken) {
		t.Errorf("a stream that fails: %v", err)
	}
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

func TestMutedListsAreNotAsked(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	applyItems(t, l, "7", 1, every(74950000000, 1, 10, bank))
	found, err := l.Find(t.Context(), 74950000005, listA.ID)
	if err != nil || len(found) != 0 {
		t.Errorf("a list that was left out says %+v, %v", found, err)
	}
	if found, err = l.Find(t.Context(), 74950000005, "other"); err != nil || len(found) != 1 {
		t.Errorf("with another left out: %+v, %v", found, err)
	}
	editions, err := l.Editions(t.Context(), listA.ID)
	if err != nil || len(editions) != 0 {
		t.Errorf("editions %+v, %v", editions, err)
	}
}

func TestPacksRememberUntilWhenTheyWereCurrent(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	applyItems(t, l, "7", 1, every(74950000000, 1, 10, bank))
	applyItems(t, l, "44", 1, every(442000000000, 1, 10, police))
	e, err := l.Edition(t.Context(), listA.ID)
	if err != nil {
		t.Fatal(err)
	}
	e.Version, e.Date = 2, built.AddDate(0, 0, 1)
	if err := l.SetEdition(t.Context(), listA, e, "7"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as remembered, and as read from the file
		packs, err := l.Packs(t.Context(), listA.ID)
		if err != nil || len(packs) != 2 {
			t.Fatalf("packs %+v, %v", packs, err)
		}
		if !packs[0].Current.Equal(e.Date) || !packs[1].Current.Equal(built) {
			t.Errorf("%s is current to %v, %s to %v", packs[0].Code, packs[0].Current, packs[1].Code, packs[1].Current)
		}
		closeList(t, l)
		l = openList(t, dir, options())
	}
}
