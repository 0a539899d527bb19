package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// openHome opens the home.db of a data folder and closes it when the test ends.
func openHome(tb testing.TB, dir string, o store.Options) *store.Home {
	tb.Helper()
	h, err := store.OpenHome(tb.Context(), filepath.Join(dir, "home.db"), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { h.Close() })
	return h
}

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	h := openHome(t, dir, options())
	if got, err := h.Settings(t.Context()); err != nil || !reflect.DeepEqual(got, store.Settings{
		HearsFrom: []blocklist.Region{},
	}) {
		t.Errorf("first settings = %+v, %v", got, err)
	}
	for _, want := range []store.Settings{
		{Language: "ru", TextSize: 40, Region: "RU", HearsFrom: []blocklist.Region{"KZ", "BY"}},
		{Language: "en", TextSize: 20, Region: "GB", HearsFrom: []blocklist.Region{}},
	} {
		if err := h.SaveSettings(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		h.Close()
		h = openHome(t, dir, options())
		if got, err := h.Settings(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("settings = %+v, %v, want %+v", got, err, want)
		}
	}
	if err := h.SaveSettings(t.Context(), store.Settings{}); err != nil {
		t.Errorf("save zero settings: %v", err)
	}
}

func TestContacts(t *testing.T) {
	h := openHome(t, t.TempDir(), options())
	ctx := t.Context()
	contact := func(name, dial string, region blocklist.Region, kind blocklist.ContactKind) store.Contact {
		return store.Contact{
			Contact: blocklist.Contact{Name: name, Number: "№ " + dial, Kind: kind}, Dial: dial, Region: region,
		}
	}
	save := func(c store.Contact) store.Contact {
		t.Helper()
		saved, err := h.SaveContact(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	olga := save(contact("Olga'; DROP TABLE contact; --", "+74951234567", "RU", blocklist.ContactPerson))
	bankContact := save(contact("Bank", "900", "RU", blocklist.ContactBank))
	shop := save(contact("Shop", "+442000000000", "", blocklist.ContactAllowed))
	order := func(want ...store.Contact) {
		t.Helper()
		if got, err := h.Contacts(ctx); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("contacts = %+v, %v, want %+v", got, err, want)
		}
	}
	if olga.Region != "" {
		t.Errorf("an E.164 number was saved for region %q only", olga.Region)
	}
	order(olga, bankContact, shop)

	shop.Name, shop.Position = "Corner shop", -1
	shop = save(shop)
	order(shop, olga, bankContact)
	unmoved := olga
	unmoved.Position = 0
	if got := save(unmoved); got != olga {
		t.Errorf("saved as %+v, want %+v", got, olga)
	}

	_, err := h.SaveContact(ctx, contact("Twice", "+74951234567", "", blocklist.ContactAllowed))
	if !errors.Is(err, store.ErrContactExists) || blocklist.Explain(err).Args["Name"] != olga.Name {
		t.Errorf("a number was saved twice: %v", err)
	}
	if _, err := h.SaveContact(ctx, contact("Nobody", "", "", blocklist.ContactPerson)); err == nil {
		t.Error("a contact without a number was saved")
	}

	if err := h.RemoveContact(ctx, olga.ID); err != nil {
		t.Fatal(err)
	}
	order(shop, bankContact)
	save(olga)
	order(shop, olga, bankContact)
}

func TestContactFor(t *testing.T) {
	h := openHome(t, t.TempDir(), options())
	ctx := t.Context()
	for _, c := range []store.Contact{
		{Contact: blocklist.Contact{Name: "Bank", Number: "900", Kind: blocklist.ContactBank}, Dial: "900", Region: "RU"},
		{Contact: blocklist.Contact{Name: "Olga", Number: "8 495 123-45-67"}, Dial: "+74951234567"},
	} {
		if _, err := h.SaveContact(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		home blocklist.Region
		dial string
		want string
	}{
		{"", "900", "Bank"},
		{"RU", "900", "Bank"},
		{"KZ", "900", ""},
		{"KZ", "+74951234567", "Olga"},
		{"RU", "74951234567", ""},
		{"RU", "", ""},
	}
	for _, test := range tests {
		if err := h.SaveSettings(ctx, store.Settings{Region: test.home}); err != nil {
			t.Fatal(err)
		}
		got, err := h.ContactFor(ctx, test.dial)
		switch {
		case test.want == "" && !errors.Is(err, store.ErrNotFound):
			t.Errorf("%+v: got %+v, %v", test, got, err)
		case test.want != "" && (err != nil || got.Name != test.want):
			t.Errorf("%+v: got %+v, %v", test, got, err)
		}
	}
}

func TestFollowed(t *testing.T) {
	now := built
	o := options()
	o.Now = func() time.Time { return now }
	h := openHome(t, t.TempDir(), o)
	ctx := t.Context()
	follow := func(c repository.Card) store.Followed {
		t.Helper()
		f, err := h.Follow(ctx, &c)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	followed := func(want ...store.Followed) {
		t.Helper()
		if got, err := h.Followed(ctx); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("followed = %+v, %v, want %+v", got, err, want)
		}
	}
	followed()
	first := follow(repository.Card{Name: "First", URL: "http://example.org/", Root: []byte(`{"root":1}`)})
	now = now.Add(time.Hour)
	second := follow(repository.Card{Name: "Second", URL: "file:///media/stick", Root: []byte(`{"root":2}`)})
	followed(first, second)
	if first.ID == second.ID || first.ID == "" || strings.ContainsAny(first.ID, "/.\\ ") {
		t.Errorf("ids %q and %q", first.ID, second.ID)
	}

	moved := first.Card
	moved.URL = "https://example.net/"
	if again := follow(moved); again.ID != first.ID || !again.Added.Equal(first.Added) {
		t.Errorf("following again gives %+v", again)
	}
	first.Card = moved
	followed(first, second)
	if err := h.Unfollow(ctx, first.ID); err != nil {
		t.Fatal(err)
	}
	followed(second)
}

func TestSyncReports(t *testing.T) {
	h := openHome(t, t.TempDir(), options())
	ctx := t.Context()
	f, err := h.Follow(ctx, &repository.Card{Name: "List", URL: "http://example.org/", Root: []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	synced := func(want bool) {
		t.Helper()
		if got, err := h.Synced(ctx); err != nil || got != want {
			t.Errorf("synced = %t, %v", got, err)
		}
	}
	if _, err := h.LastSync(ctx, f.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before the first sync: %v", err)
	}
	message := blocklist.Message{ID: "sync.test", Args: blocklist.Args{"Count": 3, "Name": "100 %"}}
	lastOK := time.Time{}
	for i, ok := range []bool{false, true, false} {
		synced(i == 2)
		report := store.SyncReport{At: built.Add(time.Duration(i) * time.Hour), OK: ok, Message: message}
		if err := h.SaveSync(ctx, f.ID, report); err != nil {
			t.Fatal(err)
		}
		if ok {
			lastOK = report.At
		}
		report.LastOK = lastOK
		if got, err := h.LastSync(ctx, f.ID); err != nil || !reflect.DeepEqual(got, report) {
			t.Errorf("last sync = %+v, %v, want %+v", got, err, report)
		}
	}
	if err := h.SaveSync(ctx, f.ID, store.SyncReport{At: built, Message: blocklist.Say("sync.test")}); err != nil {
		t.Errorf("message without arguments: %v", err)
	}
	if err := h.SaveSync(ctx, "unknown", store.SyncReport{At: built}); err == nil {
		t.Error("a sync of a list that is not followed was saved")
	}
	message.Args = blocklist.Args{"Country": blocklist.Region("RU")}
	if err := h.SaveSync(ctx, f.ID, store.SyncReport{At: built, Message: message}); err == nil {
		t.Error("an argument that would come back as another type was saved")
	}
	if err := h.Unfollow(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.LastSync(ctx, f.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after the list was left: %v", err)
	}
	synced(false)
}

// nextMigrations are those of the program and one more.
func nextMigrations(t *testing.T, script string) fs.FS {
	t.Helper()
	next := fstest.MapFS{"9999_next.sql": {Data: []byte(script)}}
	own, err := filepath.Glob(filepath.Join("migrations", "home", "*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range own {
		next[filepath.Base(path)] = &fstest.MapFile{Data: read(t, path)}
	}
	return next
}

func TestHomeMigration(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "home.db")
	ctx := t.Context()
	h := openHome(t, dir, options())
	want := store.Settings{Language: "ru", TextSize: 32, Region: "RU", HearsFrom: []blocklist.Region{}}
	if err := h.SaveSettings(ctx, want); err != nil {
		t.Fatal(err)
	}
	h.Close()
	copies := func() []string {
		t.Helper()
		names, err := filepath.Glob(path + ".version-*")
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if len(copies()) > 0 {
		t.Error("a copy was made of a file that needed no migration")
	}

	_, err := store.OpenHomeWith(ctx, path, options(), nextMigrations(t, "DROP TABLE contact; DROP TABLE nonsense;"))
	if err == nil || errors.Is(err, store.ErrHomeDamaged) {
		t.Errorf("migration that fails: %v", err)
	}
	h = openHome(t, dir, options())
	if got, err := h.Settings(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("after a migration that failed: %+v, %v", got, err)
	}
	if _, err := h.Contacts(ctx); err != nil {
		t.Errorf("half a migration was kept: %v", err)
	}
	h.Close()

	h, err = store.OpenHomeWith(ctx, path, options(), nextMigrations(t, "CREATE TABLE diary (id INTEGER PRIMARY KEY);"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.Settings(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("after the migration: %+v, %v", got, err)
	}
	h.Close()
	names := copies()
	if len(names) == 0 {
		t.Fatal("no copy was made")
	}
	backup, err := store.OpenHome(ctx, names[len(names)-1], options())
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	if got, err := backup.Settings(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("in the copy: %+v, %v", got, err)
	}

	// The file is now of a newer program.
	before := read(t, path)
	if _, err := store.OpenHome(ctx, path, options()); !errors.Is(err, store.ErrHomeNewer) {
		t.Errorf("newer file: %v", err)
	}
	if !bytes.Equal(before, read(t, path)) || len(setAsides(t, path)) > 0 {
		t.Error("a newer file was touched")
	}
}

func TestDamagedHome(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "home.db")
	h := openHome(t, dir, options())
	if err := h.SaveSettings(t.Context(), store.Settings{Language: "ru"}); err != nil {
		t.Fatal(err)
	}
	h.Close()
	damaged := read(t, path)
	copy(damaged[100:], bytes.Repeat([]byte{0xff}, 200))
	write(t, path, damaged)

	_, err := store.OpenHome(t.Context(), path, options())
	if !errors.Is(err, store.ErrHomeDamaged) {
		t.Fatalf("got %v", err)
	}
	aside, _ := blocklist.Explain(err).Args["Path"].(string)
	if !bytes.Equal(read(t, aside), damaged) {
		t.Error("the damaged file was not kept as it was")
	}
	h = openHome(t, dir, options())
	if got, err := h.Settings(t.Context()); err != nil || got.Language != "" {
		t.Errorf("settings = %+v, %v", got, err)
	}
	if !bytes.Equal(read(t, aside), damaged) {
		t.Error("the damaged file was not kept")
	}
}

func TestHomeLockedByAnotherProgram(t *testing.T) {
	dir := t.TempDir()
	h := openHome(t, dir, options())
	other := openHome(t, dir, options())
	if err := h.GiveUpAtOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	release, err := other.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.SaveSettings(t.Context(), store.Settings{Language: "ru"}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v", err)
	}
	if _, err := h.Settings(t.Context()); err != nil {
		t.Errorf("reading while another program writes: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := h.SaveSettings(t.Context(), store.Settings{Language: "ru"}); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

func TestHomeCancelled(t *testing.T) {
	h := openHome(t, t.TempDir(), options())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.SaveSettings(ctx, store.Settings{Language: "ru"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got, err := h.Settings(t.Context()); err != nil || got.Language != "" {
		t.Errorf("settings = %+v, %v", got, err)
	}
}
