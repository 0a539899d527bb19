package diary_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/diary"
	"hangup/blocklist/screening"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// newBook returns the empty diary of somebody in Russia.
func newBook(t *testing.T) *diary.Book {
	t.Helper()
	first, err := starter.Read(assets.Starter())
	must(t, err)
	o := store.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return today }}
	dir := t.TempDir()
	home, err := store.OpenHome(t.Context(), filepath.Join(dir, "home.db"), o)
	must(t, err)
	t.Cleanup(func() { home.Close() })
	list, err := store.OpenList(t.Context(), filepath.Join(dir, "list.db"), o)
	must(t, err)
	t.Cleanup(func() { list.Close() })
	return &diary.Book{Desk: &screening.Desk{Starter: first, List: list, Home: home, Guess: "RU", Now: o.Now}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// call is one with something in each field, and its verdict as it would be.
func call(t *testing.T, b *diary.Book) store.Call {
	t.Helper()
	numbers, err := b.Desk.Find(t.Context(), "8 809 123-45-67")
	must(t, err)
	verdict, err := b.Desk.Verdict(t.Context(), numbers[0], blocklist.TheyCalled)
	must(t, err)
	return diary.WithNumber(store.Call{
		At: today.Add(-time.Hour).In(time.FixedZone("", 3*60*60)), Party: blocklist.PartyBank,
		Asks:  []blocklist.Ask{blocklist.AskSafe, blocklist.AskSMS, blocklist.AskSafe},
		Flags: []blocklist.Flag{blocklist.FlagSecrecy, blocklist.FlagHurry},
		Given: []string{"money", "code", "nonsense"}, Words: " He said <b>\u202ehurry</b> & \"wait\".\r\nI hung up. ",
		Verdict: diary.Judged(verdict),
	}, numbers[0])
}

func TestDiary(t *testing.T) {
	b, ctx := newBook(t), t.Context()
	saved, err := b.Add(ctx, call(t, b))
	must(t, err)
	if saved.Dial != "+78091234567" || saved.Words != "He said <b>hurry</b> & \"wait\".\nI hung up." ||
		!reflect.DeepEqual(saved.Asks, []blocklist.Ask{blocklist.AskSMS, blocklist.AskSafe}) ||
		!reflect.DeepEqual(saved.Flags, []blocklist.Flag{blocklist.FlagHurry, blocklist.FlagSecrecy}) ||
		!reflect.DeepEqual(saved.Given, []string{"code", "money"}) {
		t.Errorf("saved %+v", saved)
	}
	saved.Words = "Changed."
	_, err = b.Change(ctx, saved)
	must(t, err)
	deleted, err := b.Delete(ctx, saved.ID)
	if err != nil || deleted.Words != "Changed." {
		t.Errorf("deleted %+v, %v", deleted, err)
	}
	if _, err := b.Change(ctx, saved); !errors.Is(err, diary.ErrNotThere) {
		t.Errorf("changed after it was deleted: %v", err)
	}
	if _, err := b.Delete(ctx, saved.ID); !errors.Is(err, diary.ErrNotThere) {
		t.Errorf("deleted twice: %v", err)
	}
	must(t, b.PutBack(ctx, deleted))
	if list, err := b.List(ctx); err != nil || len(list) != 1 || list[0].UID != saved.UID {
		t.Errorf("put back: %+v, %v", list, err)
	}
	must(t, b.EraseAll(ctx))
	if list, err := b.List(ctx); err != nil || len(list) != 0 {
		t.Errorf("erased: %+v, %v", list, err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	b, ctx := newBook(t), t.Context()
	for name, c := range map[string]struct {
		change func(*store.Call)
		want   error
	}{
		"a code":       {func(c *store.Call) { c.Words = "He called from 8 916 123-45-67. I told the code 4821." }, diary.ErrSecret},
		"a card":       {func(c *store.Call) { c.Words = "4276 3800 1234 5674" }, diary.ErrSecret},
		"a novel":      {func(c *store.Call) { c.Words = strings.Repeat("я", diary.MaxWords+1) }, diary.ErrLong},
		"no day":       {func(c *store.Call) { c.At = time.Time{} }, diary.ErrDate},
		"next week":    {func(c *store.Call) { c.At = today.AddDate(0, 0, 7) }, diary.ErrDate},
		"an odd party": {func(c *store.Call) { c.Party = "martian" }, nil},
	} {
		one := call(t, b)
		c.change(&one)
		_, err := b.Add(ctx, one)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if list, err := b.List(ctx); err != nil || len(list) != 0 {
		t.Errorf("after what is refused: %+v, %v", list, err)
	}
}

func TestHiddenNumber(t *testing.T) {
	b := newBook(t)
	numbers, err := b.Desk.Find(t.Context(), "номер скрыт")
	must(t, err)
	c, err := b.Add(t.Context(), diary.WithNumber(store.Call{At: today}, numbers[0]))
	if err != nil || c.Number != "" || c.Dial != "" {
		t.Errorf("saved %+v, %v", c, err)
	}
	if rows := diary.Rows(c); len(rows) != 2 || len(rows[1].Said) != 1 {
		t.Errorf("printed as %+v", rows)
	}
}
