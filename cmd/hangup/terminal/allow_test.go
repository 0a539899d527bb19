package terminal_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/screening"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
	"hangup/cmd/hangup/terminal"
	"hangup/i18n"
)

// newTerminal returns a terminal for somebody in Britain who has no lists, and what it writes.
func newTerminal(t *testing.T) (term *terminal.Terminal, out, errs *bytes.Buffer) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	first, err := starter.Read(assets.Starter())
	must(err)
	words, err := i18n.Load()
	must(err)
	o := store.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now}
	dir := t.TempDir()
	home, err := store.OpenHome(t.Context(), filepath.Join(dir, "home.db"), o)
	must(err)
	t.Cleanup(func() { home.Close() })
	list, err := store.OpenList(t.Context(), filepath.Join(dir, "list.db"), o)
	must(err)
	t.Cleanup(func() { list.Close() })
	desk := &screening.Desk{Starter: first, List: list, Home: home, Guess: "GB", Now: time.Now}
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	return &terminal.Terminal{
		Words: words.Words("en"), Desk: desk, Out: out, Err: errs, Log: o.Log,
	}, out, errs
}

func TestAllow(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	term, out, errs := newTerminal(t)
	do := func(text string, o terminal.AllowOptions, want int) string {
		t.Helper()
		out.Reset()
		errs.Reset()
		if got := term.Allow(t.Context(), text, o); got != want {
			t.Errorf("%q %+v: exit code %d, want %d: %s", text, o, got, want, errs)
		}
		return out.String() + errs.String()
	}
	said := do("+1 202 555 0143", terminal.AllowOptions{Report: true}, terminal.ExitOK)
	if !strings.Contains(said, "+1 202-555-0143 is on your own list now.") || !strings.Contains(said, "Nothing was sent.") {
		t.Errorf("it says %s", said)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	if files, err := filepath.Glob(filepath.Join(home, "HangUp", "*.json")); err != nil || len(files) != 1 {
		t.Errorf("report files %v, %v", files, err)
	}
	if exit := term.Check(t.Context(), "+1 202 555 0143", blocklist.TheyCalled, false); exit != terminal.ExitOK {
		t.Errorf("a check of it ends with %d", exit)
	}
	if said := do("", terminal.AllowOptions{List: true}, terminal.ExitOK); said != "+1 202-555-0143\n" {
		t.Errorf("the list is %q", said)
	}
	var listed struct{ Numbers []struct{ Dial string } }
	if err := json.Unmarshal([]byte(do("", terminal.AllowOptions{List: true, JSON: true}, terminal.ExitOK)), &listed); err != nil ||
		len(listed.Numbers) != 1 || listed.Numbers[0].Dial != "+12025550143" {
		t.Errorf("as JSON %+v, %v", listed, err)
	}
	do("+12025550143", terminal.AllowOptions{Remove: true}, terminal.ExitOK)
	if said := do("", terminal.AllowOptions{List: true}, terminal.ExitOK); !strings.Contains(said, "no numbers") {
		t.Errorf("the empty list says %q", said)
	}

	for text, want := range map[string]int{
		"159": terminal.ExitFailure, "4276 3800 1234 5678": terminal.ExitNoNumber, "hello": terminal.ExitNoNumber,
	} {
		if said := do(text, terminal.AllowOptions{}, want); strings.Contains(said, "4276") {
			t.Errorf("it repeats a secret: %s", said)
		}
	}
	if said := do("", terminal.AllowOptions{List: true}, terminal.ExitOK); !strings.Contains(said, "no numbers") {
		t.Errorf("after what is refused the list is %q", said)
	}
}
