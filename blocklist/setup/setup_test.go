package setup_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/follow"
	"hangup/blocklist/maker/makertest"
	"hangup/blocklist/people"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/screening"
	"hangup/blocklist/sealed"
	"hangup/blocklist/setup"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
	"hangup/i18n"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// computer is a data folder in use.
type computer struct {
	*setup.Book
	home *store.Home
	list *store.List
}

func openComputer(ctx context.Context, dir string) (*computer, error) {
	first, err := starter.Read(assets.Starter())
	if err != nil {
		return nil, err
	}
	log, now := slog.New(slog.DiscardHandler), func() time.Time { return today }
	o := store.Options{Log: log, Now: now}
	home, err := store.OpenHome(ctx, filepath.Join(dir, "home.db"), o)
	if err != nil {
		return nil, err
	}
	list, err := store.OpenList(ctx, filepath.Join(dir, "list.db"), o)
	if err != nil {
		return nil, errors.Join(err, home.Close())
	}
	desk := &screening.Desk{Starter: first, List: list, Home: home, Guess: "RU", Now: now}
	client := &update.Client{List: list, TrustDir: filepath.Join(dir, "trust"), Now: now, Log: log}
	return &computer{
		Book: &setup.Book{
			People: &people.Book{Desk: desk},
			Own:    &allow.Book{Home: home, Starter: first, Now: now},
			Keeper: &follow.Keeper{Client: client, List: list, Home: home, Region: desk.Region, Now: now, Log: log},
		},
		home: home, list: list,
	}, nil
}

func (c *computer) close() error { return errors.Join(c.list.Close(), c.home.Close()) }

func newComputer(t *testing.T) *computer {
	t.Helper()
	c, err := openComputer(t.Context(), t.TempDir())
	must(t, err)
	t.Cleanup(func() { c.close() })
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// person adds somebody.
func (c *computer) add(t *testing.T, kind blocklist.ContactKind, name, number string) {
	t.Helper()
	_, _, err := c.People.Add(t.Context(), kind, name, number)
	must(t, err)
}

// setUp sets everything up that a file carries, and returns the list that is followed.
func setUp(t *testing.T, c *computer) *makertest.List {
	t.Helper()
	ctx := t.Context()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	list := makertest.New(t, today, server.URL)
	list.Publish("+12026360105,,5,")
	mux.Handle("/", http.FileServer(http.Dir(list.Public())))
	must(t, c.home.ChangeSettings(ctx, func(s *store.Settings) {
		s.Language, s.TextSize, s.Region, s.HearsFrom = "ru", 32, "RU", []blocklist.Region{"US"}
		s.Schedule, s.StartsWithComputer, s.FamilyWord = store.ScheduleWeekly, true, today
		s.Locked, s.VoiceRate = true, 80
	}))
	c.add(t, blocklist.ContactPerson, "Анна <&>", "8 916 123-45-67")
	c.add(t, blocklist.ContactPerson, "Boris", "+1 202 636 0150")
	c.add(t, blocklist.ContactBank, "Bank", "900")
	numbers, err := c.People.Desk.Find(ctx, "8 495 123-45-67")
	must(t, err)
	must(t, c.Own.Allow(ctx, numbers[0]))
	_, err = c.Keeper.Follow(ctx, list.Card())
	must(t, err)
	must(t, c.home.ChoosePack(ctx, "375"))
	return list
}

// state is a setup without what is each computer's own.
func state(t *testing.T, c *computer) store.Setup {
	t.Helper()
	s, err := c.home.Setup(t.Context())
	must(t, err)
	for i := range s.Contacts {
		s.Contacts[i].ID, s.Contacts[i].Position = 0, 0
	}
	s.Settings.Locked, s.Settings.VoiceRate = false, 0
	return s
}

func changes(p *setup.Plan) (ids []string) {
	for _, m := range p.Changes {
		ids = append(ids, m.ID)
	}
	return ids
}

func TestCarryASetupAndTakeItBack(t *testing.T) {
	from, to := newComputer(t), newComputer(t)
	setUp(t, from)
	_, err := from.home.SaveCall(t.Context(), store.Call{At: today, Words: "diary"})
	must(t, err)
	path := filepath.Join(t.TempDir(), "setup.json")
	must(t, from.Save(t.Context(), path))
	if file, err := os.ReadFile(path); err != nil || strings.Contains(string(file), "diary") {
		t.Errorf("the file holds the diary: %v", err)
	}

	must(t, to.home.ChangeSettings(t.Context(), func(s *store.Settings) { s.Locked, s.TextSize = true, 20 }))
	to.add(t, blocklist.ContactPerson, "Vera", "8 916 123-45-69")
	to.add(t, blocklist.ContactPerson, "Anna", "8 916 123-45-67")
	must(t, to.home.ChoosePack(t.Context(), "44"))
	before := state(t, to)
	plan, err := to.Open(t.Context(), path)
	must(t, err)
	want := []string{
		"setup.change.language", "setup.change.text_size", "setup.change.region", "setup.change.hears_added",
		"setup.change.schedule", "setup.change.starts", "setup.change.family_word", "setup.change.person_removed",
		"setup.change.person_renamed", "setup.change.person_added", "setup.change.bank_added", "setup.change.allowed_added",
		"setup.change.list_added", "setup.change.pack_added", "setup.change.pack_removed",
	}
	if got := changes(plan); !reflect.DeepEqual(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
	if got := state(t, to); !reflect.DeepEqual(got, before) {
		t.Error("opening changed something")
	}
	sayAll(t, plan.Changes)

	must(t, to.Apply(t.Context(), plan))
	if got, want := state(t, to), state(t, from); !reflect.DeepEqual(got, want) {
		t.Errorf("it is %+v, want %+v", got, want)
	}
	if s, err := to.home.Settings(t.Context()); err != nil || !s.Locked || s.VoiceRate != 0 {
		t.Errorf("what is the computer's own: %+v, %v", s, err)
	}
	_, err = to.Keeper.SyncAll(t.Context(), nil)
	must(t, err)
	if again, err := to.Open(t.Context(), path); err != nil || len(again.Changes) > 0 {
		t.Errorf("opened again: %+v, %v", again, err)
	}

	back, err := to.Before(t.Context())
	must(t, err)
	sayAll(t, back.Changes)
	must(t, to.Apply(t.Context(), back))
	if got := state(t, to); !reflect.DeepEqual(got, before) {
		t.Errorf("it is %+v, was %+v", got, before)
	}
	if editions, err := to.list.Editions(t.Context()); err != nil || len(editions) > 0 {
		t.Errorf("numbers of a list that is not followed: %v, %v", editions, err)
	}
	if _, err := to.Before(t.Context()); !errors.Is(err, setup.ErrNothingBefore) {
		t.Errorf("taken back twice: %v", err)
	}
}

// sayAll checks that each message can be said in each language.
func sayAll(t *testing.T, messages []blocklist.Message) {
	t.Helper()
	bundle, err := i18n.Load()
	must(t, err)
	for _, l := range bundle.Languages() {
		for _, m := range messages {
			if said := bundle.Words(l.Code).Say(m); said == m.ID || strings.Contains(said, "<no value>") {
				t.Errorf("%s: %s is said as %q", l.Code, m.ID, said)
			}
		}
	}
}

// seal makes a file of a content.
func seal(t *testing.T, content map[string]any) []byte {
	t.Helper()
	content["startsWithComputer"] = false
	file, _, err := sealed.Seal("hangup-setup", 1, content)
	must(t, err)
	return file
}

func one(name, number string) []any { return []any{map[string]any{"name": name, "number": number}} }

func TestWhatIsRefusedWhole(t *testing.T) {
	c := newComputer(t)
	list := setUp(t, c)
	_, err := c.Keeper.SyncAll(t.Context(), nil)
	must(t, err)
	good, _, err := sealed.Seal("hangup-setup", 1, map[string]any{"startsWithComputer": true})
	must(t, err)
	newer, _, err := sealed.Seal("hangup-setup", 2, map[string]any{"people": "other"})
	must(t, err)
	many := make([]any, people.MaxPeople+1)
	for i := range many {
		many[i] = map[string]any{"name": "Anna", "number": fmt.Sprintf("+791612345%02d", i)}
	}
	var card map[string]any
	var text strings.Builder
	must(t, list.Card().Write(&text))
	must(t, json.Unmarshal([]byte(text.String()), &card))
	card["root"] = "e30K" // {}
	before := state(t, c)
	for _, f := range []struct {
		name string
		file []byte
		want error
		why  error // of setup.ErrNumber
	}{
		{"empty", nil, setup.ErrOther, nil},
		{"a list card", []byte(text.String()), setup.ErrOther, nil},
		{"a newer file", newer, setup.ErrNewer, nil},
		{"cut off", good[:len(good)-9], setup.ErrDamaged, nil},
		{"huge", append(good, make([]byte, setup.MaxFile)...), setup.ErrDamaged, nil},
		{"nested deep", []byte(strings.Repeat("[", 100_000)), setup.ErrOther, nil},
		{"a member nobody knows", seal(t, map[string]any{"pin": "1"}), setup.ErrDamaged, nil},
		{"no such language", seal(t, map[string]any{"language": "%s{{.}}"}), setup.ErrDamaged, nil},
		{"a huge text", seal(t, map[string]any{"textSize": 4000}), setup.ErrDamaged, nil},
		{"no such country", seal(t, map[string]any{"region": "ZZ"}), setup.ErrDamaged, nil},
		{"calls from nowhere", seal(t, map[string]any{"hearsFrom": []string{"../"}}), setup.ErrDamaged, nil},
		{"no such schedule", seal(t, map[string]any{"schedule": "hourly"}), setup.ErrDamaged, nil},
		{"a part no list has", seal(t, map[string]any{"packs": []string{"99999"}}), setup.ErrDamaged, nil},
		{"a crowd", seal(t, map[string]any{"people": many}), setup.ErrDamaged, nil},
		{"a number twice", seal(t, map[string]any{
			"people": one("Anna", "+79161234567"), "banks": one("Bank", "+79161234567"),
		}), setup.ErrDamaged, nil},
		{"no number", seal(t, map[string]any{"people": one("Anna", "hello")}), setup.ErrNumber, phone.ErrLetters},
		{"two numbers", seal(t, map[string]any{"people": one("Anna", "+79161234567 +79161234568")}), setup.ErrNumber, phone.ErrNothingFound},
		{"a card", seal(t, map[string]any{"banks": one("Bank", "4276380012345674")}), setup.ErrNumber, phone.ErrSecret},
		{"a scam number", seal(t, map[string]any{"people": one("Anna", "+12026360105")}), setup.ErrNumber, people.ErrListed},
		{"a dear number", seal(t, map[string]any{"banks": one("Bank", "+78091234567")}), setup.ErrNumber, people.ErrDear},
		{"an official line", seal(t, map[string]any{"people": one("Anna", "+78003003000")}), setup.ErrNumber, people.ErrOfficial},
		{"a line that never calls", seal(t, map[string]any{"allowed": []any{
			map[string]any{"number": "159", "region": "GB"},
		}}), setup.ErrNumber, allow.ErrNever},
		{"a name that cannot be seen", seal(t, map[string]any{"people": one("\u202e", "+79161234567")}), setup.ErrNumber, people.ErrNoName},
		{"a name without end", seal(t, map[string]any{"people": one(strings.Repeat("x", 10_000), "+79161234567")}), setup.ErrNumber, people.ErrLongName},
		{"a card that is none", seal(t, map[string]any{"lists": []any{map[string]any{}}}), repository.ErrNotACard, nil},
		{"a card nobody signed", seal(t, map[string]any{"lists": []any{card}}), nil, nil},
	} {
		plan, err := c.Read(t.Context(), f.file)
		if err == nil || plan != nil || f.want != nil && !errors.Is(err, f.want) {
			t.Errorf("%s: %v, want %v", f.name, err, f.want)
			continue
		}
		told := blocklist.Explain(err)
		sayAll(t, []blocklist.Message{told})
		if f.why != nil && told.Args["Why"].(blocklist.Message).ID != blocklist.Explain(f.why).ID {
			t.Errorf("%s: refused for %v, want %v", f.name, told.Args["Why"], f.why)
		}
		if told.ID == "error.unexpected" {
			t.Errorf("%s: told in no words: %v", f.name, err)
		}
	}
	if got := state(t, c); !reflect.DeepEqual(got, before) {
		t.Error("something was changed")
	}
}

func TestFilesOnDisk(t *testing.T) {
	c := newComputer(t)
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.json")
	must(t, os.WriteFile(huge, make([]byte, setup.MaxFile+1), 0o600))
	for path, want := range map[string]error{
		filepath.Join(dir, "nothing.json"): setup.ErrNoFile, dir: setup.ErrCannotRead, huge: setup.ErrDamaged,
	} {
		if _, err := c.Open(t.Context(), path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", filepath.Base(path), err, want)
		}
	}
	if err := c.Save(t.Context(), filepath.Join(dir, "no", "setup.json")); !errors.Is(err, setup.ErrCannotWrite) {
		t.Errorf("saved into a folder that is not there: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	c, err := openComputer(context.Background(), f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { c.close() })
	f.Add([]byte(`{"language":"ru","textSize":32,"region":"RU","hearsFrom":["KZ"],"schedule":"daily","startsWithComputer":true,` +
		`"people":[{"name":"Anna","number":"+79161234567"}],"banks":[{"name":"B","number":"900","region":"RU"}]}`))
	f.Add([]byte(`{"startsWithComputer":false,"allowed":[{"number":"+12025550143"}],"lists":[null,{}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		// Sealed, so that the sum does not stop what is to be tested.
		file, _, err := sealed.Seal("hangup-setup", 1, json.RawMessage(content))
		if err != nil {
			file = content
		}
		plan, err := c.Read(t.Context(), file)
		if err != nil {
			if blocklist.Explain(err).ID == "error.unexpected" {
				t.Fatalf("refused in no words: %v", err)
			}
			return
		}
		must(t, c.Apply(t.Context(), plan))
		if again, err := c.Read(t.Context(), file); err != nil || len(again.Changes) > 0 {
			t.Fatalf("after it was applied it would change %+v, %v", again, err)
		}
	})
}
