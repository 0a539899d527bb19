package screening_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/screening"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// newDesk opens a desk on empty databases, for somebody in Russia.
func newDesk(t *testing.T) *screening.Desk {
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
	return &screening.Desk{Starter: first, List: list, Home: home, Guess: "RU", Now: o.Now}
}

// apply puts one number into a list.
func apply(t *testing.T, d *screening.Desk, list, code string, number uint64, reports int) {
	t.Helper()
	symbol := blocklist.Entry{
		Strength: blocklist.StrengthOf(reports, false), Reports: blocklist.ReportsOf(reports), LastSeen: blocklist.MonthOf(today),
	}.Symbol()
	var stream bytes.Buffer
	w := numset.NewWriter(&stream, numset.NewCode(&numset.Frequencies{}))
	must(t, w.Add(numset.Item{Number: number, Symbol: symbol}))
	must(t, w.Close())
	sum := w.Summary()
	info := store.ListInfo{ID: list, Name: "List " + list}
	must(t, d.List.Apply(t.Context(), info, repository.Pack{
		Format: 1, Code: code, Edition: 1, Date: today, Entries: 1, Bytes: sum.Bytes,
		SHA256: hex.EncodeToString(sum.SHA256[:]), Parts: 1,
	}, &stream))
	must(t, d.List.SetEdition(t.Context(), info, blocklist.Edition{Version: 1, Date: today}))
}

func verdict(t *testing.T, d *screening.Desk, text string) blocklist.Verdict {
	t.Helper()
	numbers, err := d.Find(t.Context(), text)
	must(t, err)
	v, err := d.Verdict(t.Context(), numbers[0], blocklist.TheyCalled)
	must(t, err)
	return v
}

func TestTheStrictestListCounts(t *testing.T) {
	d := newDesk(t)
	apply(t, d, "a", "7", 79161234567, 1)
	apply(t, d, "b", "7", 79161234567, 9)
	apply(t, d, "c", "7", 79161234567, 3)
	v := verdict(t, d, "8 916 123-45-67")
	if v.Level != blocklist.Stop || v.Evidence.Source != "List b" {
		t.Errorf("got %v by %+v, want stop by List b", v.Level, v.Evidence)
	}
}

func TestMyPeopleComeFirst(t *testing.T) {
	d := newDesk(t)
	apply(t, d, "a", "7", 79161234567, 9)
	_, err := d.Home.SaveContact(t.Context(), store.Contact{
		Contact: blocklist.Contact{Name: "Maria", Number: "+7 916 123-45-67", Kind: blocklist.ContactPerson}, Dial: "+79161234567",
	})
	must(t, err)
	if v := verdict(t, d, "8 916 123-45-67"); v.Level != blocklist.Known || v.Reasons[0].ID != "reason.my_people" {
		t.Errorf("a number of my people is %v because of %v", v.Level, v.Reasons)
	}
	v := verdict(t, d, "8 916 765-43-21")
	if last := v.Advice[len(v.Advice)-1]; last.Args["Name"] != "Maria" {
		t.Errorf("in doubt the advice is %+v, want to call Maria", last)
	}
}

func TestTheCountryDecidesHowTextIsRead(t *testing.T) {
	d := newDesk(t)
	read := func() string {
		numbers, err := d.Find(t.Context(), "2026360105")
		if err != nil {
			return blocklist.Explain(err).ID
		}
		return numbers[0].E164
	}
	russian := read()
	must(t, d.Home.SaveSettings(t.Context(), store.Settings{Region: "US"}))
	if got := read(); got != "+12026360105" {
		t.Errorf("with the United States saved: %s", got)
	}
	d.Override("RU")
	if got := read(); got != russian || got == "+12026360105" {
		t.Errorf("with Russia for this run: %s, want %s", got, russian)
	}
	d.Override("")
	if got := read(); got != "+12026360105" {
		t.Errorf("with the override taken back: %s", got)
	}
}

// A list that cannot be read must never look like a number that is not on it.
func TestAnUnreadableListIsAnError(t *testing.T) {
	d := newDesk(t)
	numbers, err := d.Find(t.Context(), "8 916 123-45-67")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := d.Verdict(ctx, numbers[0], blocklist.TheyCalled); err == nil {
		t.Errorf("an unread list gave %v", v.Level)
	}
}

func TestSecretsAreRefused(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Find(t.Context(), "4111 1111 1111 1111"); !errors.Is(err, phone.ErrSecret) {
		t.Errorf("a card number: %v", err)
	}
}

func TestAge(t *testing.T) {
	d := newDesk(t)
	age := func() string {
		e, err := d.Edition(t.Context())
		must(t, err)
		return d.Age(e).ID
	}
	if got := age(); got != "list.only_starter" {
		t.Errorf("with no list: %s", got)
	}
	apply(t, d, "a", "7", 79161234567, 9)
	if got := age(); got != "list.fresh" {
		t.Errorf("on the day of the edition: %s", got)
	}
	d.Now = func() time.Time { return today.AddDate(0, 0, 31) }
	if got := age(); got != "list.old" {
		t.Errorf("after 31 days: %s", got)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAMutedListDoesNotWarn(t *testing.T) {
	d := newDesk(t)
	card := &repository.Card{Name: "List", URL: "https://example.org/", Root: []byte("{}")}
	f, err := d.Home.Follow(t.Context(), card)
	must(t, err)
	apply(t, d, f.ID, "7", 79161234567, 9)
	apply(t, d, "b", "7", 79161234567, 3)
	must(t, d.Home.SetMuted(t.Context(), f.ID, true))
	if v := verdict(t, d, "8 916 123-45-67"); v.Level != blocklist.Careful || v.Evidence.Source != "List b" {
		t.Errorf("with one list muted: %v by %+v", v.Level, v.Evidence)
	}
	must(t, d.Home.SetMuted(t.Context(), f.ID, false))
	if v := verdict(t, d, "8 916 123-45-67"); v.Level != blocklist.Stop {
		t.Errorf("with none muted: %v", v.Level)
	}

	must(t, d.List.RemoveList(t.Context(), "b"))
	must(t, d.Home.SetMuted(t.Context(), f.ID, true))
	if v := verdict(t, d, "8 916 123-45-67"); v.Level != blocklist.Unlisted || v.Reasons[0].ID != "reason.no_list" {
		t.Errorf("with all muted: %v because of %v", v.Level, v.Reasons)
	}
	if e, err := d.Edition(t.Context()); err != nil || e.Version != 0 {
		t.Errorf("with all muted the edition is %+v, %v", e, err)
	}
}

// Whoever holds the keys of a list could put any number on it. The lines of authorities and banks, and the person's own
// people, are not theirs to blacken.
func TestAHostileListCannotBlackenWhomToCall(t *testing.T) {
	d := newDesk(t)
	officials := 0
	for _, r := range phone.Regions() {
		for _, line := range d.Starter.Hotlines(r) {
			number := blocklist.Number{E164: line.E164, Short: line.Short, Region: r, Display: line.Dial()}
			if value, ok := number.Value(); ok {
				apply(t, d, "hostile", phone.CallingCode(r), value, 9)
				officials++
			}
			for _, direction := range []blocklist.Direction{blocklist.Calling, blocklist.TheyCalled} {
				v, err := d.Verdict(t.Context(), number, direction)
				must(t, err)
				forged := line.NeverCalls && direction == blocklist.TheyCalled
				if v.Level != blocklist.Known && !forged || v.Evidence != nil {
					t.Errorf("%s is %v by %+v", line.ID, v.Level, v.Evidence)
				}
			}
		}
	}
	if officials < 10 {
		t.Errorf("only %d official numbers were tried", officials)
	}
	for i, kind := range []blocklist.ContactKind{blocklist.ContactPerson, blocklist.ContactBank, blocklist.ContactAllowed} {
		number := 79161234560 + uint64(i)
		apply(t, d, "hostile", "7", number, 9)
		dial := "+" + strconv.FormatUint(number, 10)
		if v := verdict(t, d, dial); v.Level != blocklist.Stop {
			t.Fatalf("the list does not have %s: %v", dial, v.Level)
		}
		_, err := d.Home.SaveContact(t.Context(), store.Contact{
			Contact: blocklist.Contact{Name: "Maria", Number: dial, Kind: kind}, Dial: dial,
		})
		must(t, err)
		if v := verdict(t, d, dial); v.Level != blocklist.Known {
			t.Errorf("a contact of kind %d is %v", kind, v.Level)
		}
	}
}
