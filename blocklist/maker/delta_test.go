package maker_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/repository"
)

// manyReports returns rows about so many numbers of calling code 7, from the given one on.
func manyReports(l *makertest.List, from, n int) []string {
	categories := []string{"bank", "police", "delivery"}
	rows := make([]string, n)
	for i := range rows {
		number := 79000000000 + uint64(from+i)*618_033_989%999_999_937
		rows[i] = fmt.Sprintf("+%d,%s,5,%s", number, categories[i%len(categories)], l.Time.Format("2006-01-02"))
	}
	return rows
}

// offered returns the newest published manifest of calling code 7, and the names of all delta files there are.
func offered(t *testing.T, l *makertest.List) (newest repository.Pack, deltas []string) {
	t.Helper()
	dir := filepath.Join(l.Public(), "targets", "numbers", "7")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		_, name, _ := strings.Cut(file.Name(), ".")
		if strings.Contains(name, "-") {
			deltas = append(deltas, name)
		}
		if name != "pack.json" {
			continue
		}
		data := mustRead(t, filepath.Join(dir, file.Name()))
		p, err := repository.ParsePack(data)
		if err != nil {
			t.Fatal(err)
		}
		if p.Edition > newest.Edition {
			newest = *p
		}
	}
	return newest, deltas
}

func TestDeltasOfADayAWeekAndAMonth(t *testing.T) {
	l := makertest.New(t, start, "")
	const n = 24_000
	l.Publish(append(manyReports(l, 0, n), "+442071838750,bank,5,2026-11-01")...)
	var before repository.Pack
	for edition := int64(2); edition <= 33; edition++ {
		l.Time = l.Time.AddDate(0, 0, 1)
		l.Publish(manyReports(l, n+int(edition)*40, 40)...)
		p, files := offered(t, l)
		if p.Edition != edition {
			t.Fatalf("edition %d, want %d", p.Edition, edition)
		}
		var named []string
		for _, d := range slices.Concat(p.Deltas, before.Deltas) {
			named = append(named, filepath.Base(repository.DeltaName("7", d, 0)))
			if d.Bytes > 1000 && d.To-d.From == 1 {
				t.Errorf("the step from %d to %d takes %d bytes", d.From, d.To, d.Bytes)
			}
		}
		slices.Sort(named)
		named = slices.Compact(named)
		slices.Sort(files)
		if got := slices.Compact(files); !slices.Equal(got, named) {
			t.Fatalf("edition %d: files %v, named are %v", edition, got, named)
		}
		for span, there := range map[int64]bool{1: true, 7: edition > 7, 30: edition > 30} {
			has := slices.ContainsFunc(p.Deltas, func(d repository.Delta) bool {
				return d.From == edition-span && d.To == edition
			})
			if has != there {
				t.Errorf("edition %d: delta over %d: %t, want %t", edition, span, has, there)
			}
		}
		before = p
	}
	// The list of 44 is smaller than what it takes to name a delta.
	if files, _ := filepath.Glob(filepath.Join(l.Public(), "targets", "numbers", "44", "*-*")); len(files) > 0 {
		t.Errorf("files %v", files)
	}
	verify(t, l)
}

func TestAnEditionThatChangesEverythingHasNoDelta(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish(manyReports(l, 0, 20_000)...)
	l.Time = l.Time.AddDate(0, 0, 400)
	l.Publish(manyReports(l, 20_000, 20_000)...)
	if p, files := offered(t, l); p.Edition != 2 || len(p.Deltas) > 0 || len(files) > 0 {
		t.Errorf("edition %d has the deltas %v, files %v", p.Edition, p.Deltas, files)
	}
}

// A delta that was damaged after the build is not signed.
func TestADamagedDeltaIsNotSigned(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish(manyReports(l, 0, 20_000)...)
	l.Import(manyReports(l, 20_000, 40)...)
	build(t, l)
	file := filepath.Join(filepath.Dir(l.Public()), "packs", "7", "1-2.delta")
	data := mustRead(t, file)
	for name, wrong := range map[string][]byte{"shorter": data[1:], "longer": append(data[:len(data):len(data)], 0)} {
		if err := os.WriteFile(file, wrong, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Maker.Sign(t.Context(), maker.Signing{Ask: makertest.Ask}); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
}

func TestVerifyNoticesDeltas(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish(manyReports(l, 0, 24_000)...)
	l.Time = l.Time.AddDate(0, 0, 1)
	l.Publish(manyReports(l, 24_000, 40)...)
	files, err := filepath.Glob(filepath.Join(l.Public(), "targets", "numbers", "7", "*-*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no delta was published: %v", err)
	}
	for _, path := range files {
		whole := mustRead(t, path)
		for name, spoil := range map[string]func() error{
			"changed": func() error { return os.WriteFile(path, []byte(flip(string(whole))), 0o600) },
			"lost":    func() error { return os.Remove(path) },
		} {
			if err := spoil(); err != nil {
				t.Fatal(err)
			}
			if _, err := maker.Verify(t.Context(), l.Card(), l.Public(), l.Time, nil); !errors.Is(err, maker.ErrNotValid) {
				t.Errorf("a delta that was %s: %v", name, err)
			}
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	verify(t, l)
}
