package maker_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

var quick = maker.Options{
	Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler), WorkFactor: 1,
}

func TestInitRefuses(t *testing.T) {
	good := maker.Config{Name: "Test", URL: "https://example.org/list"}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "diary.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir        string
		config     maker.Config
		passphrase string
		want       error
	}{
		"folder in use":    {full, good, makertest.Passphrase, maker.ErrExists},
		"short passphrase": {t.TempDir(), good, "password", maker.ErrPassphraseShort},
		"no name":          {t.TempDir(), maker.Config{Name: " \t", URL: good.URL}, makertest.Passphrase, maker.ErrCard},
		"no address":       {t.TempDir(), maker.Config{Name: "Test", URL: "example.org"}, makertest.Passphrase, maker.ErrCard},
	} {
		if err := maker.Init(context.Background(), c.dir, c.config, c.passphrase, quick); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if left, err := os.ReadDir(c.dir); err != nil || len(left) > 0 && c.dir != full {
			t.Errorf("%s: left %v, %v", name, left, err)
		}
	}
	if _, err := maker.Open(context.Background(), full, quick); !errors.Is(err, maker.ErrNotList) {
		t.Errorf("open: %v", err)
	}
}

func TestKeyFiles(t *testing.T) {
	l := makertest.New(t, start, "")
	dir := filepath.Join(filepath.Dir(l.Public()), "keys")
	for path, data := range tree(t, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode().Perm())
		}
		if open := strings.Contains(data, "PRIVATE KEY"); open != (filepath.Base(path) == "online.pem") {
			t.Errorf("%s: readable without a passphrase: %v", filepath.Base(path), open)
		}
	}
	if info, err := os.Stat(filepath.Dir(dir)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the list's folder: %v, %v", info.Mode(), err)
	}
}

func TestSignAsksOnlyForKeysItNeeds(t *testing.T) {
	l := makertest.New(t, start, "")
	var asked []maker.Key
	sign := func() []maker.Key {
		asked = nil
		_, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: func(k maker.Key, _ int) (string, error) {
			asked = append(asked, k)
			return makertest.Passphrase, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		return asked
	}
	l.Import("+442071838750,,1,2026-11-01", "+74951234567,,1,2026-11-01")
	build(t, l)
	if got := sign(); !slices.Equal(got, []maker.Key{"numbers", "targets"}) {
		t.Errorf("first edition: asked for %v", got)
	}
	l.Import("+442071838751,,1,2026-11-01")
	build(t, l)
	if got := sign(); !slices.Equal(got, []maker.Key{"numbers"}) {
		t.Errorf("new numbers: asked for %v", got)
	}
	l.Time = l.Time.AddDate(0, 0, 8)
	if got := sign(); len(got) > 0 {
		t.Errorf("a week later: asked for %v", got)
	}
}

func TestWrongPassphrase(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Import("+442071838750,,1,2026-11-01")
	build(t, l)
	attempts := 0
	_, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: func(_ maker.Key, attempt int) (string, error) {
		if attempt != attempts {
			t.Errorf("attempt %d is called %d", attempts, attempt)
		}
		attempts++
		return "wrong", nil
	}})
	if !errors.Is(err, maker.ErrPassphrase) || attempts != 3 {
		t.Errorf("after %d attempts: %v", attempts, err)
	}
	if _, err := os.Stat(l.Public()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was published: %v", err)
	}
	// The right one in the second attempt is good enough.
	_, err = l.Maker.Sign(context.Background(), maker.Signing{Ask: func(_ maker.Key, attempt int) (string, error) {
		return []string{"wrong", makertest.Passphrase}[attempt], nil
	}})
	if err != nil {
		t.Error(err)
	}
}

func TestKeyIsNotThere(t *testing.T) {
	l := makertest.New(t, start, "")
	l.Import("+442071838750,,1,2026-11-01")
	build(t, l)
	keys := filepath.Join(filepath.Dir(l.Public()), "keys")
	for _, name := range []string{"root-1.age", "root-2.age", "root-3.age", "scripts.age"} {
		if err := os.Remove(filepath.Join(keys, name)); err != nil {
			t.Fatal(err)
		}
	}
	l.Sign() // needs none of them
	status, err := l.Maker.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range status.Keys {
		away := strings.HasPrefix(string(k.Key), "root-") || k.Key == maker.KeyScripts
		if k.Present == away {
			t.Errorf("key %s: present %v", k.Key, k.Present)
		}
	}
	_, err = l.Maker.Sign(context.Background(), maker.Signing{Ask: makertest.Ask, RenewRoot: true})
	if !errors.Is(err, maker.ErrNoKey) {
		t.Errorf("renew without root keys: %v", err)
	}
}
