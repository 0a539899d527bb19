package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

var bank, police = entry(blocklist.CategoryBank), entry(blocklist.CategoryPolice)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	expectUnlisted(t, l, 74950000000)
	applyItems(t, l, "7", 1, every(74950000000, 3, 5000, bank))
	applyItems(t, l, "44", 1, every(442000000000, 1, 600, police))

	check := func(l *store.List) {
		t.Helper()
		expect(t, l, bank, 74950000000, 74950000000+3*511, 74950000000+3*512, 74950000000+3*4999)
		expect(t, l, police, 442000000000, 442000000599)
		expectUnlisted(t, l, 0, 7, 74949999999, 74950000001, 74950000000+3*5000, 442000000600, 999999999999999)
	}
	check(l)
	l.Forget()
	check(l)
	closeList(t, l)
	check(openList(t, dir, options()))
}

func TestFindInSeveralLists(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	p, stream := makePack(t, "7", 1, every(74950000000, 1, 10, bank))
	listB := store.ListInfo{ID: "0000", Name: "List B"}
	for _, list := range []store.ListInfo{listB, listA} {
		if err := l.Apply(t.Context(), list, p, bytes.NewReader(stream)); err != nil {
			t.Fatal(err)
		}
	}
	want := []blocklist.Evidence{{Entry: bank, Source: "List A"}, {Entry: bank, Source: "List B"}}
	if got := find(t, l, 74950000003); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := l.RemoveList(t.Context(), listB.ID); err != nil {
		t.Fatal(err)
	}
	expect(t, l, bank, 74950000003)
}

func TestFindCategoryOfANewerProgram(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	unknown, want := bank, bank
	unknown.Category, want.Category = 15, blocklist.CategoryUnspecified
	applyItems(t, l, "7", 1, every(74950000000, 1, 10, unknown))
	expect(t, l, want, 74950000005)
}

func TestPacksAndEditions(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	ctx := t.Context()
	if _, err := l.Edition(ctx, listA.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("edition of an unknown list: %v", err)
	}
	uk, ukStream := makePack(t, "44", 4, every(442000000000, 1, 600, police))
	ru, ruStream := makePack(t, "7", 5, every(74950000000, 3, 5000, bank))
	apply(t, l, uk, ukStream)
	apply(t, l, ru, ruStream)
	if err := l.SetEdition(ctx, listA, blocklist.Edition{Version: 5, Date: built}); err != nil {
		t.Fatal(err)
	}
	closeList(t, l)
	l = openList(t, dir, options())

	packs := func() []repository.Pack {
		t.Helper()
		got, err := l.Packs(ctx, listA.ID)
		if err != nil {
			t.Fatal(err)
		}
		var manifests []repository.Pack
		for _, p := range got {
			manifests = append(manifests, p.Pack)
		}
		return manifests
	}
	if got, want := packs(), []repository.Pack{ru, uk}; !reflect.DeepEqual(got, want) {
		t.Errorf("packs = %+v, want %+v", got, want)
	}
	want := blocklist.Edition{List: "List A", Version: 5, Date: built, Entries: 5600}
	if got, err := l.Edition(ctx, listA.ID); err != nil || got != want {
		t.Errorf("edition = %+v, %v, want %+v", got, err, want)
	}
	if got, err := l.Editions(ctx); err != nil || !reflect.DeepEqual(got, []blocklist.Edition{want}) {
		t.Errorf("editions = %+v, %v", got, err)
	}

	if err := l.RemovePack(ctx, listA.ID, "44"); err != nil {
		t.Fatal(err)
	}
	if got, want := packs(), []repository.Pack{ru}; !reflect.DeepEqual(got, want) {
		t.Errorf("packs = %+v, want %+v", got, want)
	}
	expectUnlisted(t, l, 442000000000)
	expect(t, l, bank, 74950000000)
}

func TestApplyReplaces(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	applyItems(t, l, "7", 1, every(74950000000, 3, 5000, bank))
	expect(t, l, bank, 74950000000)
	applyItems(t, l, "7", 2, every(74950000001, 3, 700, police))
	expectUnlisted(t, l, 74950000000, 74950000000+3*4999)
	expect(t, l, police, 74950000001, 74950000001+3*699)
}

// Space that an edition leaves is used by the next one, and given back when that is smaller.
func TestFileStaysNearItsLiveSize(t *testing.T) {
	dir := t.TempDir()
	total := func() int64 {
		t.Helper()
		bytes := size(t, filepath.Join(dir, "list.db"))
		if info, err := os.Stat(filepath.Join(dir, "list.db-wal")); err == nil {
			bytes += info.Size()
		}
		return bytes
	}
	items := every(74950000000, 1000, 500_000, bank)
	p, stream := makePack(t, "7", 1, items)
	var sizes []int64
	for range 4 {
		l := openList(t, dir, options())
		apply(t, l, p, stream)
		closeList(t, l)
		sizes = append(sizes, total())
	}
	if live := p.Bytes; sizes[0] > live*125/100 || sizes[3] > sizes[0]*11/10 {
		t.Errorf("%d bytes of blocks take %d bytes", live, sizes)
	}
	l := openList(t, dir, options())
	applyItems(t, l, "7", 2, every(74950000000, 1000, 100, bank))
	closeList(t, l)
	if got := total(); got > 100_000 {
		t.Errorf("100 numbers take %d bytes", got)
	}
}

func TestApplyRefusesWrongStreams(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	applyItems(t, l, "7", 1, every(74950000000, 3, 5000, bank))
	good, stream := makePack(t, "7", 2, every(74950000001, 3, 5000, police))
	other, otherStream := makePack(t, "7", 2, every(74950000002, 3, 5000, police))
	if other.Bytes != good.Bytes {
		t.Fatal("the streams should differ in their hash only")
	}
	tests := map[string]struct {
		change func(p *repository.Pack)
		stream []byte
	}{
		"another stream":      {func(*repository.Pack) {}, otherStream},
		"hash":                {func(p *repository.Pack) { p.SHA256 = strings.Repeat("0", 64) }, stream},
		"entries":             {func(p *repository.Pack) { p.Entries++ }, stream},
		"longer than stream":  {func(p *repository.Pack) { p.Bytes++ }, stream},
		"shorter than stream": {func(p *repository.Pack) { p.Bytes-- }, stream},
		"empty":               {func(*repository.Pack) {}, nil},
		"cut in a header":     {func(*repository.Pack) {}, stream[:3]},
		"cut in a block":      {func(*repository.Pack) {}, stream[:len(stream)/2]},
		"bytes after the end": {func(*repository.Pack) {}, append(bytes.Clone(stream), 0)},
		"not a stream":        {func(*repository.Pack) {}, []byte("<html>404</html>")},
		"calling code":        {func(p *repository.Pack) { p.Code = "seven" }, stream},
		"flipped bit": {func(*repository.Pack) {}, func() []byte {
			flipped := bytes.Clone(stream)
			flipped[len(flipped)/2] ^= 1
			return flipped
		}()},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := good
			test.change(&p)
			err := l.Apply(t.Context(), listA, p, bytes.NewReader(test.stream))
			if !errors.Is(err, store.ErrWrongBytes) {
				t.Errorf("got %v", err)
			}
			expect(t, l, bank, 74950000000, 74950000000+3*4999)
			expectUnlisted(t, l, 74950000001, 74950000002)
		})
	}
	apply(t, l, good, stream)
	expect(t, l, police, 74950000001)
}

// An endless stream is given up at the length its manifest announces.
func TestApplyEndlessStream(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	p, stream := makePack(t, "7", 1, every(74950000000, 3, 512, bank))
	code := stream[:bytes.LastIndex(stream, []byte{0, 0})]
	err := l.Apply(t.Context(), listA, p, io.MultiReader(bytes.NewReader(code), zeros{}))
	if !errors.Is(err, store.ErrWrongBytes) {
		t.Errorf("got %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func TestApplyFailures(t *testing.T) {
	noSignal := &blocklist.Error{Message: blocklist.Say("error.test.no_signal")}
	tests := map[string]struct {
		streamErr error
		cancel    bool
		want      error
	}{
		"words of the stream": {streamErr: fmt.Errorf("part 3: %w", noSignal), want: noSignal},
		"file of the stream":  {streamErr: os.ErrPermission, want: os.ErrPermission},
		"cancelled":           {streamErr: context.Canceled, cancel: true, want: context.Canceled},
		"cancelled unnoticed": {streamErr: nil, cancel: true, want: context.Canceled},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := openList(t, t.TempDir(), options())
			applyItems(t, l, "7", 1, every(74950000000, 3, 5000, bank))
			p, data := makePack(t, "7", 2, every(74950000001, 1000, 100_000, police))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			stream, reached, release := stuckAfter(data[:len(data)/2], test.streamErr)
			done := within(ctx, func(ctx context.Context) error {
				return l.Apply(ctx, listA, p, io.MultiReader(stream, bytes.NewReader(data[len(data)/2:])))
			})
			<-reached
			expect(t, l, bank, 74950000000) // in the midst of the transaction
			if test.cancel {
				cancel()
			}
			if test.streamErr == nil {
				stream.err = io.EOF // of this half
			}
			close(release)
			err := <-done
			if !errors.Is(err, test.want) || errors.Is(err, store.ErrWrongBytes) || errors.Is(err, store.ErrReadOnly) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			expect(t, l, bank, 74950000000, 74950000000+3*4999)
			expectUnlisted(t, l, 74950000001)
			applyItems(t, l, "7", 3, every(74950000001, 3, 10, police))
			expect(t, l, police, 74950000001)
		})
	}
}

func TestFindCancelled(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Find(ctx, 74950000000); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// While editions replace each other, every check is answered from one of them, and never from an older one than the
// check before.
func TestChecksDuringApply(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	const n = 20_000
	first := uint64(74950000000)
	applyItems(t, l, "7", 0, every(first, 7, n, entry(0)))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var readers []<-chan error
	for reader := range 3 {
		readers = append(readers, within(ctx, func(ctx context.Context) error {
			newest := blocklist.Category(0)
			for i := reader; ctx.Err() == nil; i++ {
				found, err := l.Find(context.Background(), first+7*uint64(i*617%n))
				if err != nil {
					return err
				}
				if len(found) != 1 || found[0].Category < newest {
					return fmt.Errorf("after edition %d: %+v", newest, found)
				}
				newest = found[0].Category
			}
			return nil
		}))
	}
	for edition := range blocklist.Category(10) {
		applyItems(t, l, "7", int64(edition)+1, every(first, 7, n, entry(edition+1)))
	}
	cancel()
	for _, done := range readers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if id := noticeID(l); id != "" {
		t.Errorf("notice %s", id)
	}
}

// A change by another open list is seen once the last look at the file is a second old, and at once when it took away
// what the old state needs.
func TestChangeByAnother(t *testing.T) {
	dir := t.TempDir()
	now := built
	o := options()
	o.Now = func() time.Time { return now }
	reader, writer := openList(t, dir, o), openList(t, dir, options())
	expectUnlisted(t, reader, 74950000000)
	applyItems(t, writer, "7", 1, every(74950000000, 3, 5000, bank))
	now = now.Add(2 * time.Second)
	expect(t, reader, bank, 74950000000)

	applyItems(t, writer, "7", 2, every(74950000000, 3, 5000, police))
	expect(t, reader, police, 74950000000+3*4999) // in a block that was not read before
	if packs, err := reader.Packs(t.Context(), listA.ID); err != nil || len(packs) != 1 || packs[0].Edition != 2 {
		t.Errorf("packs = %+v, %v", packs, err)
	}
	if err := writer.RemoveList(t.Context(), listA.ID); err != nil {
		t.Fatal(err)
	}
	if editions, err := reader.Editions(t.Context()); err != nil || len(editions) != 0 {
		t.Errorf("editions = %+v, %v", editions, err)
	}
	if id := noticeID(reader); id != "" {
		t.Errorf("notice %s", id)
	}
}
