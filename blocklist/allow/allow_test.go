package allow_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/phone"
	"hangup/blocklist/report"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
)

func newBook(t *testing.T) *allow.Book {
	t.Helper()
	first, err := starter.Read(assets.Starter())
	if err != nil {
		t.Fatal(err)
	}
	o := store.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now}
	home, err := store.OpenHome(t.Context(), filepath.Join(t.TempDir(), "home.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { home.Close() })
	return &allow.Book{Home: home, Starter: first, Folder: filepath.Join(t.TempDir(), "HangUp"), Now: func() time.Time {
		return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	}}
}

// number reads one number as somebody in a region types it.
func number(t *testing.T, b *allow.Book, text string, region blocklist.Region) blocklist.Number {
	t.Helper()
	found, err := phone.Reader{Home: region, ShortCodes: b.Starter.ShortCode}.Find(text)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", text, found, err)
	}
	return found[0]
}

func TestAllowAndDisallow(t *testing.T) {
	b, ctx := newBook(t), t.Context()
	n := number(t, b, "+1 202 555 0143", "RU")
	for range 2 {
		if err := b.Allow(ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	list, err := b.List(ctx)
	if err != nil || len(list) != 1 || list[0].Dial != "+12025550143" || list[0].Number != n.Display {
		t.Fatalf("listed %+v, %v", list, err)
	}
	if c, err := b.Home.ContactFor(ctx, n.E164); err != nil || c.Kind != blocklist.ContactAllowed {
		t.Errorf("a check finds %+v, %v", c, err)
	}
	if err := b.Disallow(ctx, n); err != nil {
		t.Fatal(err)
	}
	if err := b.Disallow(ctx, n); !errors.Is(err, allow.ErrNotThere) {
		t.Errorf("taken off twice: %v", err)
	}
	if list, err := b.List(ctx); err != nil || len(list) != 0 {
		t.Errorf("after it was taken off: %+v, %v", list, err)
	}
}

func TestWhatIsNeverAllowed(t *testing.T) {
	b, ctx := newBook(t), t.Context()
	for _, c := range []struct {
		name   string
		number blocklist.Number
		want   error
	}{
		{"never calls people", number(t, b, "159", "GB"), allow.ErrNever},
		{"an official line", number(t, b, "8 800 300-30-00", "RU"), allow.ErrOfficial},
		{"an emergency number", number(t, b, "112", "RU"), allow.ErrOfficial},
		{"a withheld number", number(t, b, "private number", "GB"), allow.ErrNoNumber},
	} {
		if err := b.Allow(ctx, c.number); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if _, err := b.Report(ctx, c.number); err == nil {
			t.Errorf("%s: a report was written", c.name)
		}
	}
	if list, err := b.List(ctx); err != nil || len(list) != 0 {
		t.Errorf("listed %+v, %v", list, err)
	}
}

func TestNumberOfMyPeopleStaysTheirs(t *testing.T) {
	b, ctx := newBook(t), t.Context()
	n := number(t, b, "+1 202 555 0143", "RU")
	olga := store.Contact{Contact: blocklist.Contact{Name: "Olga", Number: n.Display}, Dial: n.E164}
	if _, err := b.Home.SaveContact(ctx, olga); err != nil {
		t.Fatal(err)
	}
	if err := b.Allow(ctx, n); !errors.Is(err, store.ErrContactExists) {
		t.Errorf("allowed as well: %v", err)
	}
	if err := b.Disallow(ctx, n); !errors.Is(err, allow.ErrNotThere) {
		t.Errorf("taken off: %v", err)
	}
	if c, err := b.Home.ContactFor(ctx, n.E164); err != nil || c.Name != "Olga" {
		t.Errorf("the contact is %+v, %v", c, err)
	}
}

func TestReport(t *testing.T) {
	b, ctx := newBook(t), t.Context()
	n := number(t, b, "+1 202 555 0143", "RU")
	path, err := b.Report(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := report.Read(strings.NewReader(string(data)))
	if err != nil || len(got) != 1 || got[0].Number != n.E164 || got[0].Says != report.SaysHarmless || got[0].Date != "2026-11-23" {
		t.Errorf("the file says %s", data)
	}
	// A folder that cannot be made is told by its name.
	b.Folder = filepath.Join(path, "HangUp")
	if _, err := b.Report(ctx, n); !errors.Is(err, allow.ErrReport) || blocklist.Explain(err).Args["Folder"] != b.Folder {
		t.Errorf("no folder: %v", err)
	}
}

func TestFolderIsAmongTheDocuments(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	if got := allow.Folder(); got != filepath.Join(home, "HangUp") {
		t.Errorf("without documents: %s", got)
	}
	if err := os.Mkdir(filepath.Join(home, "Documents"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := allow.Folder(); got != filepath.Join(home, "Documents", "HangUp") {
		t.Errorf("with documents: %s", got)
	}
}
