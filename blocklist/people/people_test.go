package people_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/people"
	"hangup/blocklist/phone"
	"hangup/blocklist/screening"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
)

const person, bank = blocklist.ContactPerson, blocklist.ContactBank

// newBook returns the book of somebody in a country, on an empty data folder.
func newBook(t *testing.T, region blocklist.Region) *people.Book {
	t.Helper()
	first, err := starter.Read(assets.Starter())
	must(t, err)
	o := store.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now}
	dir := t.TempDir()
	home, err := store.OpenHome(t.Context(), filepath.Join(dir, "home.db"), o)
	must(t, err)
	t.Cleanup(func() { home.Close() })
	list, err := store.OpenList(t.Context(), filepath.Join(dir, "list.db"), o)
	must(t, err)
	t.Cleanup(func() { list.Close() })
	return &people.Book{Desk: &screening.Desk{Starter: first, List: list, Home: home, Guess: region, Now: time.Now}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, b *people.Book, kind blocklist.ContactKind, name, number string) (store.Contact, people.Undo) {
	t.Helper()
	c, undo, err := b.Add(t.Context(), kind, name, number)
	if err != nil {
		t.Fatalf("%s, %s: %v", name, number, err)
	}
	return c, undo
}

// expect checks who stands on the list, in order.
func expect(t *testing.T, b *people.Book, kind blocklist.ContactKind, want ...string) {
	t.Helper()
	list, err := b.List(t.Context(), kind)
	must(t, err)
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	if !reflect.DeepEqual(names, want) {
		t.Errorf("the list is %v, want %v", names, want)
	}
}

func TestEveryActCanBeUndone(t *testing.T) {
	b, ctx := newBook(t, "RU"), t.Context()
	undo := func(u people.Undo) {
		t.Helper()
		must(t, b.Undo(ctx, u))
	}
	anna, _ := add(t, b, person, "Anna", "8 916 123-45-67")
	add(t, b, bank, "Bank", "900")
	boris, _ := add(t, b, person, "Boris", "8 916 123-45-68")
	if anna.Dial != "+79161234567" || anna.Region != "" || anna.Number != "+7 916 123-45-67" {
		t.Errorf("saved as %+v", anna)
	}

	vera, u := add(t, b, person, "Vera", "8 916 123-45-69")
	expect(t, b, person, "Anna", "Boris", "Vera")
	undo(u)
	expect(t, b, person, "Anna", "Boris")
	vera, _ = add(t, b, person, vera.Name, vera.Number)

	u, err := b.Move(ctx, vera.ID, -5)
	must(t, err)
	expect(t, b, person, "Vera", "Anna", "Boris")
	expect(t, b, bank, "Bank")
	undo(u)
	expect(t, b, person, "Anna", "Boris", "Vera")
	u, err = b.Move(ctx, anna.ID, 1)
	must(t, err)
	expect(t, b, person, "Boris", "Anna", "Vera")
	undo(u)

	changed, u, err := b.Change(ctx, boris.ID, "Boris P.", "8 916 123-45-60")
	if err != nil || changed.ID != boris.ID || changed.Dial != "+79161234560" {
		t.Errorf("changed to %+v, %v", changed, err)
	}
	expect(t, b, person, "Anna", "Boris P.", "Vera")
	undo(u)
	expect(t, b, person, "Anna", "Boris", "Vera")

	u, err = b.Remove(ctx, anna.ID)
	must(t, err)
	expect(t, b, person, "Boris", "Vera")
	undo(u)
	expect(t, b, person, "Anna", "Boris", "Vera")
	if _, err := b.Remove(ctx, 99); !errors.Is(err, people.ErrNotThere) {
		t.Errorf("nobody removed: %v", err)
	}
}

func TestKnownNumberBecomesAPerson(t *testing.T) {
	b, ctx := newBook(t, "RU"), t.Context()
	known := store.Contact{
		Contact: blocklist.Contact{Name: "x", Number: "x", Kind: blocklist.ContactAllowed}, Dial: "+79161234567",
	}
	_, err := b.Desk.Home.SaveContact(ctx, known)
	must(t, err)
	_, undo := add(t, b, person, "Anna", "8 916 123-45-67")
	expect(t, b, blocklist.ContactAllowed)
	expect(t, b, person, "Anna")
	must(t, b.Undo(ctx, undo))
	expect(t, b, blocklist.ContactAllowed, "x")
	expect(t, b, person)
}

func TestWhatIsRefused(t *testing.T) {
	b := newBook(t, "RU")
	add(t, b, person, "Anna", "8 916 123-45-67")
	for _, c := range []struct {
		name   string
		kind   blocklist.ContactKind
		number string
		want   error
	}{
		{"not a number", person, "my daughter", phone.ErrLetters},
		{"nothing", person, " ", phone.ErrEmpty},
		{"a card", bank, "4276 3800 1234 5674", phone.ErrSecret},
		{"a code", person, "код 4821", phone.ErrSecret},
		{"two numbers", person, "8 916 123-45-60, 8 916 123-45-61", people.ErrSeveral},
		{"a withheld number", person, "номер скрыт", people.ErrNoNumber},
		{"a number nobody has", person, "+7 000 123-45-67", people.ErrImpossible},
		{"a premium number", bank, "8 809 123-45-67", people.ErrDear},
		{"the emergency number", person, "112", people.ErrOfficial},
		{"the emergency number as a bank", bank, "112", people.ErrOfficial},
		{"a bank's line as a person", person, "8 800 300-30-00", people.ErrOfficial},
		{"Anna's number", bank, "+7 (916) 1234567", store.ErrContactExists},
	} {
		if _, _, err := b.Add(t.Context(), c.kind, "Name", c.number); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	for name, want := range map[string]error{
		" \u202e\u200b\n ": people.ErrNoName, strings.Repeat("я", people.MaxName+1): people.ErrLongName,
		"Card 4276 3800 1234 5674": phone.ErrSecret,
	} {
		if _, _, err := b.Add(t.Context(), person, name, "8 916 123-45-60"); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", name, err, want)
		}
	}
	expect(t, b, person, "Anna")
	expect(t, b, bank)
	if c, _ := add(t, b, person, "  Ve\u202era\t\x00P. ", "8 916 123-45-60"); c.Name != "Vera P." {
		t.Errorf("the name is kept as %q", c.Name)
	}
}

func TestThereIsAnEndOfRoom(t *testing.T) {
	b := newBook(t, "RU")
	for i := range people.MaxBanks {
		add(t, b, bank, "Bank", "8 916 123-45-1"+string(rune('0'+i)))
	}
	_, _, err := b.Add(t.Context(), bank, "Bank", "8 916 123-45-20")
	if !errors.Is(err, people.ErrMany) || blocklist.Explain(err).Args["Count"] != people.MaxBanks {
		t.Errorf("one more: %v", err)
	}
}

// A number that a list warns of is nobody to trust; one complaint alone does not say so.
func TestListedNumber(t *testing.T) {
	b, ctx := newBook(t, "US"), t.Context()
	now := time.Now()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	list := makertest.New(t, now, server.URL)
	list.Publish("+12026360105,,5,", "+12026360101,,1,")
	mux.Handle("/", http.FileServer(http.Dir(list.Public())))
	keeper := follow.Keeper{
		Client: &update.Client{List: b.Desk.List, TrustDir: filepath.Join(t.TempDir(), "trust"), Now: time.Now, Log: slog.New(slog.DiscardHandler)},
		List:   b.Desk.List, Home: b.Desk.Home, Region: b.Desk.Region, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	_, err := keeper.Follow(ctx, list.Card())
	must(t, err)
	_, err = keeper.SyncAll(ctx, nil)
	must(t, err)
	if _, err := b.Read(ctx, person, "202-636-0105"); !errors.Is(err, people.ErrListed) {
		t.Errorf("five complaints: %v", err)
	}
	if _, err := b.Read(ctx, person, "202-636-0101"); err != nil {
		t.Errorf("one complaint: %v", err)
	}
}

func TestFamilyWord(t *testing.T) {
	b, ctx := newBook(t, "RU"), t.Context()
	agreed := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	b.Desk.Now = func() time.Time { return agreed }
	for _, want := range []time.Time{agreed, {}} {
		must(t, b.SetFamilyWord(ctx, !want.IsZero()))
		if s, err := b.Desk.Home.Settings(ctx); err != nil || !s.FamilyWord.Equal(want) {
			t.Errorf("agreed on %v, %v, want %v", s.FamilyWord, err, want)
		}
	}
}
