package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/store"
)

// savedList returns the bytes of a list.db with two packs, closed in good order.
func savedList(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	l := openList(t, dir, options())
	applyItems(t, l, "7", 1, every(74950000000, 31, 20_000, bank))
	applyItems(t, l, "44", 1, every(442000000000, 17, 3000, bank))
	closeList(t, l)
	return read(t, filepath.Join(dir, "list.db"))
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// setAsides returns the contents of what was set aside of a file.
func setAsides(t *testing.T, path string) (contents [][]byte) {
	t.Helper()
	names, err := filepath.Glob(path + ".set-aside-*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.HasSuffix(name, "-wal") && !strings.HasSuffix(name, "-shm") {
			contents = append(contents, read(t, name))
		}
	}
	return contents
}

// execute runs a statement on a database file.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestOpenListSetsAside(t *testing.T) {
	good := savedList(t)
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	execute(t, foreign, "CREATE TABLE recipe (name TEXT)")
	tests := map[string]struct {
		data   []byte
		change string
		notice string
	}{
		"garbage":        {data: bytes.Repeat([]byte("garbage "), 4096), notice: "notice.list.damaged"},
		"truncated":      {data: good[:len(good)/2], notice: "notice.list.damaged"},
		"cut in a page":  {data: good[:1000], notice: "notice.list.damaged"},
		"zeros at start": {data: append(make([]byte, 8192), good[8192:]...), notice: "notice.list.damaged"},
		"other program":  {data: read(t, foreign), notice: "notice.list.damaged"},
		"newer":          {data: good, change: "PRAGMA user_version = 99", notice: "notice.list.newer"},
		"no table":       {data: good, change: "DROP TABLE block", notice: "notice.list.damaged"},
		"no state":       {data: good, change: "DELETE FROM state", notice: "notice.list.damaged"},
		"wrong list":     {data: good, change: "UPDATE pack SET list = 'bbbb'", notice: "notice.list.damaged"},
		"wrong code":     {data: good, change: "UPDATE pack SET code = 8 WHERE code = 7", notice: "notice.list.damaged"},
		"wrong date":     {data: good, change: "UPDATE pack SET date = 0", notice: "notice.list.damaged"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "list.db")
			write(t, path, test.data)
			if test.change != "" {
				execute(t, path, test.change)
			}
			before := read(t, path)
			l := openList(t, dir, options())
			if id := noticeID(l); id != test.notice {
				t.Errorf("notice %q, want %q", id, test.notice)
			}
			if kept := setAsides(t, path); len(kept) != 1 || !bytes.Equal(kept[0], before) {
				t.Errorf("%d files set aside, or changed", len(kept))
			}
			expectUnlisted(t, l, 74950000000)
			applyItems(t, l, "7", 2, every(74950000000, 3, 10, police))
			closeList(t, l)
			l = openList(t, dir, options())
			if id := noticeID(l); id != "" {
				t.Errorf("notice %q again", id)
			}
			expect(t, l, police, 74950000000)
		})
	}
}

func TestMissingList(t *testing.T) {
	for _, synced := range []bool{false, true} {
		o := options()
		o.Synced = synced
		want := ""
		if synced {
			want = "notice.list.missing"
		}
		dir := filepath.Join(t.TempDir(), "a folder?", "100% new #1")
		l := openList(t, dir, o)
		if id := noticeID(l); id != want {
			t.Errorf("synced %t: notice %q", synced, id)
		}
		applyItems(t, l, "7", 1, every(74950000000, 3, 10, bank))
		closeList(t, l)
		if id := noticeID(openList(t, dir, o)); id != "" {
			t.Errorf("synced %t: notice %q of a list that is there", synced, id)
		}
	}
}

// A list.db that somebody deletes while it is in use is begun anew.
func TestListDeletedInUse(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	applyItems(t, l, "7", 1, every(74950000000, 3, 10, bank))
	if err := os.Remove(filepath.Join(dir, "list.db")); err != nil {
		t.Fatal(err)
	}
	applyItems(t, l, "44", 1, every(442000000000, 3, 10, police))
	if id := noticeID(l); id != "notice.list.missing" {
		t.Errorf("notice %q", id)
	}
	closeList(t, l)
	l = openList(t, dir, options())
	expect(t, l, police, 442000000000)
	expectUnlisted(t, l, 74950000000)
}

// When one program finds the file damaged and replaces it, another that has it open goes on with the new one.
func TestListReplacedInUse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "list.db")
	write(t, path, savedList(t))
	mine, other := openList(t, dir, options()), openList(t, dir, options())
	execute(t, path, "DELETE FROM block")
	if _, err := other.Find(t.Context(), 74950000000); !errors.Is(err, store.ErrListDamaged) {
		t.Fatalf("got %v", err)
	}
	applyItems(t, mine, "7", 2, every(74950000000, 3, 10, police))
	if packs, err := other.Packs(t.Context(), listA.ID); err != nil || len(packs) != 1 {
		t.Errorf("packs = %+v, %v", packs, err)
	}
	expect(t, mine, police, 74950000000)
	expect(t, other, police, 74950000000)
	if kept := setAsides(t, path); len(kept) != 1 {
		t.Errorf("%d files set aside", len(kept))
	}
}

// A block that is not what was verified counts as damage of the file, even when SQLite finds nothing wrong with it.
func TestDamagedBlock(t *testing.T) {
	changes := map[string]string{
		"flipped byte": "UPDATE block SET data = CAST(substr(data, 1, 40) || x'55' || substr(data, 42) AS BLOB)",
		"swapped":      "UPDATE block SET data = (SELECT data FROM block WHERE id & 0xffffffff = 1)",
		"empty":        "UPDATE block SET data = x''",
		"missing":      "DELETE FROM block",
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "list.db")
			write(t, path, savedList(t))
			execute(t, path, change)
			l := openList(t, dir, options())
			if id := noticeID(l); id != "" {
				t.Errorf("notice %q too early", id)
			}
			if found, err := l.Find(t.Context(), 74950000000); !errors.Is(err, store.ErrListDamaged) {
				t.Errorf("found %+v, %v", found, err)
			}
			if id := noticeID(l); id != "notice.list.damaged" {
				t.Errorf("notice %q", id)
			}
			if kept := setAsides(t, path); len(kept) != 1 {
				t.Errorf("%d files set aside", len(kept))
			}
			expectUnlisted(t, l, 74950000000)
			if packs, err := l.Packs(t.Context(), listA.ID); err != nil || len(packs) > 0 {
				t.Errorf("packs = %+v, %v", packs, err)
			}
			applyItems(t, l, "7", 2, every(74950000000, 3, 10, police))
			expect(t, l, police, 74950000000)
		})
	}
}

// Whichever byte of the file is changed, a check gives the right answer or says that the list was damaged: never a
// wrong answer.
func TestAnyDamagedByte(t *testing.T) {
	good := savedList(t)
	rng := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	path := filepath.Join(dir, "list.db")
	noticed := 0
	check := func(l *store.List, number uint64, want []blocklist.Entry) bool {
		found, err := l.Find(t.Context(), number)
		if errors.Is(err, store.ErrListDamaged) {
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []blocklist.Entry
		for _, evidence := range found {
			got = append(got, evidence.Entry)
		}
		if !slices.Equal(got, want) {
			t.Errorf("find %d = %+v, want %+v", number, got, want)
		}
		return true
	}
	const tries = 240
	for try := range tries {
		at := rng.IntN(len(good))
		if try%2 == 0 {
			at = rng.IntN(8 * 8192) // where headers, schema, lists and packs are
		}
		damaged := bytes.Clone(good)
		damaged[at] ^= 1 << rng.IntN(8)
		write(t, path, damaged)
		l, err := store.OpenList(t.Context(), path, options())
		if err != nil {
			t.Fatalf("byte %d: %v", at, err)
		}
		ok := noticeID(l) == ""
		for i := 0; ok && i < 20_000; i += 512 {
			ok = check(l, 74950000000+31*uint64(i), []blocklist.Entry{bank}) &&
				check(l, 74950000001+31*uint64(i), nil) &&
				check(l, 442000000000+17*uint64(i%3000), []blocklist.Entry{bank})
		}
		if !ok {
			noticed++
		}
		closeList(t, l)
		if t.Failed() {
			t.Fatalf("byte %d", at)
		}
		for _, suffix := range []string{"", "-wal", "-shm"} {
			os.Remove(path + suffix)
		}
	}
	if noticed < tries/10 { // most bytes of so small a file are in no use
		t.Errorf("only %d of %d noticed", noticed, tries)
	}
}

func TestApplyToAFullDisk(t *testing.T) {
	l := openList(t, t.TempDir(), options())
	applyItems(t, l, "7", 1, every(74950000000, 3, 5000, bank))
	if err := l.LimitPages(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	p, stream := makePack(t, "44", 1, every(442000000000, 1000, 100_000, police))
	err := l.Apply(t.Context(), listA, p, bytes.NewReader(stream))
	if !errors.Is(err, store.ErrDiskFull) {
		t.Errorf("got %v", err)
	}
	expect(t, l, bank, 74950000000)
	expectUnlisted(t, l, 442000000000)
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "list.db"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	l := openList(t, filepath.Join(dir), options())
	h := openHome(t, filepath.Join(dir, "deeper"), options())
	applyItems(t, l, "7", 1, every(74950000000, 3, 10, bank))
	if err := h.SaveSettings(t.Context(), store.Settings{Language: "en"}); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		seen++
		return err
	})
	if err != nil || seen != 8 { // two folders and each file with its log and the log's index
		t.Errorf("saw %d names, %v", seen, err)
	}
}

func FuzzParseDirectory(f *testing.F) {
	var stored []byte
	previous := uint64(0)
	for _, first := range []uint64{0, 1, 74950000000, 442000000000, 999999999999999} {
		stored = store.AppendBlock(stored, previous, first, []byte("block"))
		previous = first
		f.Add(stored)
	}
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, stored []byte) {
		firsts, sums, err := store.ParseDirectory(stored)
		if err != nil {
			return
		}
		if len(firsts) != len(sums) || len(firsts) > len(stored)/5 || !slices.IsSorted(firsts) {
			t.Errorf("directory of %d blocks with %d sums from %d bytes", len(firsts), len(sums), len(stored))
		}
		if len(firsts) > 0 && firsts[len(firsts)-1] >= 1e15 {
			t.Errorf("number of more than 15 digits")
		}
	})
}
