package maker_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// verify checks the public folder as a client does, at the list's own time.
func verify(t *testing.T, l *makertest.List) maker.Verified {
	t.Helper()
	found, err := maker.Verify(context.Background(), l.Card(), l.Public(), l.Time, nil)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// tree returns the files below a folder with their bytes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLife(t *testing.T) {
	l := makertest.New(t, start, "")
	signed := l.Publish("+442071838750,bank,5,2026-11-01", "+74951234567,police,2,2026-11-20", "+12015550123,,1,2026-11-20")
	if signed.Edition != 1 || !signed.Until.Equal(start.AddDate(0, 0, 14)) {
		t.Errorf("signed %+v", signed)
	}
	want := []string{"catalog", "numbers-1", "numbers-7", "numbers-44", "targets", "snapshot", "timestamp"}
	if !slices.Equal(signed.Roles, want) {
		t.Errorf("signed the roles %v, want %v", signed.Roles, want)
	}
	found := verify(t, l)
	if found.Name != "Test list" || found.Edition != 1 || found.Entries != 3 || len(found.Packs) != 3 {
		t.Errorf("found %+v", found)
	}

	// Only what changed is new: one pack, the catalog, and the online roles.
	l.Time = l.Time.AddDate(0, 0, 1)
	signed = l.Publish("+442071838751,bank,5,2026-11-02")
	want = []string{"catalog", "numbers-44", "snapshot", "timestamp"}
	if signed.Edition != 2 || !slices.Equal(signed.Roles, want) {
		t.Errorf("signed the roles %v of edition %d, want %v", signed.Roles, signed.Edition, want)
	}
	if found = verify(t, l); found.Edition != 2 || found.Entries != 4 {
		t.Errorf("found %+v", found)
	}
}

// Sign renews a role once half of its time is over, and no other.
func TestSignsWhatExpiresSoon(t *testing.T) {
	for name, c := range map[string]struct {
		days []int // after the first signing, one Sign each
		want []string
	}{
		"next day":          {[]int{1}, nil},
		"in a week":         {[]int{8}, []string{"timestamp"}},
		"in 16 days":        {[]int{8, 16}, []string{"catalog", "numbers-44", "snapshot", "timestamp"}},
		"half a year later": {[]int{200}, []string{"catalog", "numbers-44", "targets", "snapshot", "timestamp"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := makertest.New(t, start, "")
			l.Publish("+442071838750,bank,5,2026-11-20")
			var signed maker.Signed
			for _, day := range c.days {
				l.Time = start.AddDate(0, 0, day)
				signed = l.Sign()
			}
			if !slices.Equal(signed.Roles, c.want) {
				t.Errorf("signed %v, want %v", signed.Roles, c.want)
			}
			verify(t, l)
		})
	}
}

func TestExpires(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-20")
	l.Time = l.Time.AddDate(0, 0, 15)
	_, err := maker.Verify(context.Background(), l.Card(), l.Public(), l.Time, nil)
	if !errors.Is(err, maker.ErrNotValid) {
		t.Errorf("an expired list: %v", err)
	}
}

func TestRenewRoot(t *testing.T) {
	l := makertest.New(t, start, "")
	card := l.Card()
	l.Publish("+442071838750,bank,5,2026-11-20")
	l.Time = start.AddDate(2, 0, 1)
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: makertest.Ask}); !errors.Is(err, maker.ErrRootExpired) {
		t.Fatalf("sign with an expired root: %v", err)
	}
	var asked []maker.Key
	ask := func(k maker.Key, _ int) (string, error) {
		asked = append(asked, k)
		return makertest.Passphrase, nil
	}
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: ask, RenewRoot: true}); err != nil {
		t.Fatal(err)
	}
	if want := []maker.Key{"root-1", "root-2", "numbers", "targets"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
	if _, err := maker.Verify(context.Background(), card, l.Public(), l.Time, nil); err != nil {
		t.Errorf("with the first card: %v", err)
	}
	verify(t, l)
}

// A client refuses a snapshot that no longer names a role it has seen.
func TestRoleOutlivesItsNumbers(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,1,2026-06-01", "+74951234567,,1,2026-11-01")
	l.Time = l.Time.AddDate(0, 0, 40)
	l.Publish()
	var snapshot struct {
		Signed struct{ Meta map[string]any }
	}
	if err := json.Unmarshal(mustRead(t, l.Public()+"/metadata/2.snapshot.json"), &snapshot); err != nil {
		t.Fatal(err)
	}
	if snapshot.Signed.Meta["numbers-44.json"] == nil {
		t.Errorf("the snapshot names %v", snapshot.Signed.Meta)
	}
	if found := verify(t, l); len(found.Packs) != 1 || found.Packs[0].Code != "7" {
		t.Errorf("found %+v", found)
	}
}

// The files of the edition before stay for clients in the middle of a sync; those of older ones go.
func TestKeepsOneEditionBefore(t *testing.T) {
	l := makertest.New(t, start, "")
	for i, row := range []string{"+442071838750,,1,2026-11-01", "+442071838751,,1,2026-11-01", "+442071838752,,1,2026-11-01"} {
		l.Publish(row)
		want := min(i+1, 2)
		for _, pattern := range []string{"metadata/*.snapshot.json", "metadata/*.numbers-44.json", "targets/*.catalog.json", "targets/numbers/44/*.0000"} {
			found, err := filepath.Glob(filepath.Join(l.Public(), pattern))
			if err != nil || len(found) != want {
				t.Errorf("edition %d: %d files %s, want %d", i+1, len(found), pattern, want)
			}
		}
		verify(t, l)
	}
}

func TestInterruptedSignLeavesTheOldEdition(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+74951234567,,1,2026-11-01")
	l.Import("+442071838750,,1,2026-11-01")
	build(t, l)
	obstacle := filepath.Join(l.Public(), "targets", "numbers", "44")
	if err := os.WriteFile(obstacle, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: makertest.Ask}); err == nil {
		t.Fatal("signed in spite of the obstacle")
	}
	if found := verify(t, l); found.Edition != 1 {
		t.Errorf("edition %d is public", found.Edition)
	}
	if err := os.Remove(obstacle); err != nil {
		t.Fatal(err)
	}
	if signed := l.Sign(); len(signed.Roles) > 0 || signed.Written == 0 {
		t.Errorf("the work was not taken up where it ended: %+v", signed)
	}
	if found := verify(t, l); found.Edition != 2 || found.Entries != 2 {
		t.Errorf("found %+v", found)
	}
}

// Whatever part of a repository is changed or lost, Verify notices and the next Sign repairs it.
func TestVerifyNoticesEveryFile(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-01", "+74951234567,police,2,2026-11-20")
	for path, whole := range tree(t, l.Public()) {
		if filepath.Base(path) == "1.root.json" {
			continue // the card has it
		}
		for name, spoil := range map[string]func() error{
			"changed": func() error { return os.WriteFile(path, []byte(flip(whole)), 0o600) },
			"cut":     func() error { return os.WriteFile(path, []byte(whole[:len(whole)-1]), 0o600) },
			"lost":    func() error { return os.Remove(path) },
		} {
			if err := spoil(); err != nil {
				t.Fatal(err)
			}
			_, err := maker.Verify(context.Background(), l.Card(), l.Public(), l.Time, nil)
			if !errors.Is(err, maker.ErrNotValid) {
				t.Errorf("%s %s: %v", filepath.Base(path), name, err)
			}
			if signed := l.Sign(); signed.Written != 1 {
				t.Errorf("%s %s: wrote %d files", filepath.Base(path), name, signed.Written)
			}
			verify(t, l)
		}
	}
}

// flip changes one bit in the middle of s.
func flip(s string) string {
	b := []byte(s)
	b[len(b)/2] ^= 1
	return string(b)
}

func TestVerifyTrustsOnlyTheCard(t *testing.T) {
	l, other := makertest.New(t, start, ""), makertest.New(t, start, "")
	l.Publish("+442071838750,bank,5,2026-11-01")
	_, err := maker.Verify(context.Background(), other.Card(), l.Public(), start, nil)
	if !errors.Is(err, maker.ErrNotValid) {
		t.Errorf("with the card of another list: %v", err)
	}
}
