package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// noted is a call with something in each field.
func noted(words string) store.Call {
	moscow := time.FixedZone("", 3*60*60)
	return store.Call{
		At: time.Date(2026, 11, 20, 10, 15, 0, 0, moscow), Number: "8 809 123-45-67", Dial: "+78091234567", Region: "RU",
		Party: blocklist.PartyBank, Asks: []blocklist.Ask{blocklist.AskSMS}, Flags: []blocklist.Flag{blocklist.FlagHurry},
		Given: []string{"code"}, Words: words,
		Verdict: &store.Judgement{Level: blocklist.Stop, Reasons: []blocklist.Reason{
			{ID: "reason.last_complaint", Args: blocklist.Args{"Month": blocklist.MonthOf(built)}},
			{ID: "reason.official", Args: blocklist.Args{"Name": blocklist.Say("official.x"), "Date": built, "Count": 3}},
			{ID: "reason.foreign", Args: blocklist.Args{"Country": blocklist.Region("KZ")}},
		}},
	}
}

func TestNewSettingsAreKept(t *testing.T) {
	dir := t.TempDir()
	h := openHome(t, dir, options())
	want := store.Settings{
		Language: "ru", HearsFrom: []blocklist.Region{}, Schedule: store.ScheduleWeekly, StartsWithComputer: true,
		FamilyWord: built, Locked: true, ReadAloud: true, VoiceRate: 80, SetupOffered: true,
	}
	if err := h.ChangeSettings(t.Context(), func(s *store.Settings) { *s = want }); err != nil {
		t.Fatal(err)
	}
	if err := h.ChangeSettings(t.Context(), func(s *store.Settings) { s.TextSize = 32 }); err != nil {
		t.Fatal(err)
	}
	want.TextSize = 32
	h.Close()
	h = openHome(t, dir, options())
	if got, err := h.Settings(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("settings = %+v, %v, want %+v", got, err, want)
	}
	if err := h.SaveSettings(t.Context(), store.Settings{Schedule: "hourly"}); err == nil {
		t.Error("a schedule that does not exist was saved")
	}
}

func TestTicks(t *testing.T) {
	const other store.Plan = "other"
	now := built
	o := options()
	o.Now = func() time.Time { return now }
	h := openHome(t, t.TempDir(), o)
	ctx := t.Context()
	keep := func(p store.Plan, steps ...string) {
		t.Helper()
		if err := h.KeepTicks(ctx, p, steps); err != nil {
			t.Fatal(err)
		}
	}
	ticks := func(p store.Plan, want map[string]time.Time) {
		t.Helper()
		if got, err := h.Ticks(ctx, p); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v, want %v", p, got, err, want)
		}
	}
	keep(store.PlanRecovery, "call_bank")
	keep(other, "bank")
	now = now.Add(time.Hour)
	keep(store.PlanRecovery, "police", "call_bank", "police")
	ticks(store.PlanRecovery, map[string]time.Time{"call_bank": built, "police": now})
	stopped, stop := context.WithCancel(ctx)
	stop()
	if err := h.KeepTicks(stopped, store.PlanRecovery, []string{"gone"}); err == nil {
		t.Error("ticks were kept after the end")
	}
	ticks(store.PlanRecovery, map[string]time.Time{"call_bank": built, "police": now})
	keep(store.PlanRecovery, "call_bank")
	ticks(store.PlanRecovery, map[string]time.Time{"call_bank": built})
	keep(store.PlanRecovery)
	ticks(store.PlanRecovery, map[string]time.Time{})
	ticks(other, map[string]time.Time{"bank": built})
}

func TestCalls(t *testing.T) {
	now := built
	o := options()
	o.Now = func() time.Time { return now }
	dir := t.TempDir()
	h := openHome(t, dir, o)
	ctx := t.Context()
	first, err := h.SaveCall(ctx, noted("'; DROP TABLE call; --"))
	if err != nil {
		t.Fatal(err)
	}
	empty, err := h.SaveCall(ctx, store.Call{At: built})
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	first.Words = "changed"
	if first, err = h.SaveCall(ctx, first); err != nil {
		t.Fatal(err)
	}
	if !first.Saved.Equal(built) || !first.Changed.Equal(now) || first.UID == empty.UID {
		t.Errorf("saved as %+v", first)
	}
	h.Close()
	h = openHome(t, dir, o)
	got, err := h.Calls(ctx)
	if err != nil || len(got) != 2 || got[0].UID != empty.UID || got[0].Verdict != nil {
		t.Fatalf("calls = %+v, %v", got, err)
	}
	if !got[1].At.Equal(first.At) || got[1].At.Format(time.RFC3339) != "2026-11-20T10:15:00+03:00" {
		t.Errorf("the call was at %v", got[1].At)
	}
	got[1].At = first.At
	if !reflect.DeepEqual(got[1], first) {
		t.Errorf("read %+v, saved %+v", got[1], first)
	}
	if err := h.DeleteCall(ctx, first.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Call(ctx, first.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after it was deleted: %v", err)
	}
	if back, err := h.SaveCall(ctx, first); err != nil || back.ID != first.ID || back.UID != first.UID {
		t.Errorf("put back as %+v, %v", back, err)
	}
}

// Erased calls are in no file of the data folder: not in the file, its log, a copy or a damaged file that was kept.
func TestErasedCallsAreGone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "home.db")
	h := openHome(t, dir, options())
	ctx := t.Context()
	const mark = "Tchaikovskaya-4711"
	for range 200 {
		c, err := h.SaveCall(ctx, noted(mark))
		if err != nil {
			t.Fatal(err)
		}
		c.Words += mark
		if _, err := h.SaveCall(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{path + ".version-3-20261120-120000.000", path + ".set-aside-20261120-120000.000"} {
		write(t, name, []byte(mark))
	}
	write(t, filepath.Join(dir, "other.txt"), []byte("not HangUp's"))
	if len(holding(t, dir, mark)) < 3 {
		t.Fatal("the search finds nothing")
	}
	if err := h.EraseCalls(ctx); err != nil {
		t.Fatal(err)
	}
	if found := holding(t, dir, mark); len(found) > 0 {
		t.Errorf("still in %v", found)
	}
	if _, err := os.Stat(filepath.Join(dir, "other.txt")); err != nil {
		t.Error(err)
	}
	if calls, err := h.Calls(ctx); err != nil || len(calls) > 0 {
		t.Errorf("calls = %v, %v", calls, err)
	}
}

// holding returns the files of a folder with some bytes in them.
func holding(t *testing.T, dir, mark string) (found []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if bytes.Contains(read(t, path), []byte(mark)) {
			found = append(found, filepath.Base(path))
		}
	}
	return found
}

func TestReplaceSetup(t *testing.T) {
	h := openHome(t, t.TempDir(), options())
	ctx := t.Context()
	contact := func(name, dial string) store.Contact {
		return store.Contact{Contact: blocklist.Contact{Name: name, Number: dial}, Dial: dial}
	}
	anna, err := h.SaveContact(ctx, contact("Anna", "+74951234567"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.SaveContact(ctx, contact("Boris", "+74951234568")); err != nil {
		t.Fatal(err)
	}
	stays, err := h.Follow(ctx, &repository.Card{Name: "Stays", URL: "http://example.org/", Root: []byte("1")})
	if err != nil {
		t.Fatal(err)
	}
	goes, err := h.Follow(ctx, &repository.Card{Name: "Goes", URL: "http://example.org/", Root: []byte("2")})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.SaveSync(ctx, stays.ID, store.SyncReport{At: built, OK: true, Message: blocklist.Say("sync.done")}); err != nil {
		t.Fatal(err)
	}

	next := store.Setup{
		Settings: store.Settings{Language: "en", HearsFrom: []blocklist.Region{}},
		Contacts: []store.Contact{contact("Vera", "+74951234569"), contact("Anna P.", "+74951234567")},
		Lists: []repository.Card{
			{Name: "Stays", URL: "https://example.net/", Root: []byte("1")}, {Name: "New", URL: "http://example.com/", Root: []byte("3")},
		},
	}
	left, err := h.ReplaceSetup(ctx, next, []byte("before"))
	if err != nil || !reflect.DeepEqual(left, []string{goes.ID}) {
		t.Fatalf("left %v, %v", left, err)
	}
	got, err := h.Setup(ctx)
	if err != nil || !reflect.DeepEqual(got.Settings, next.Settings) || !reflect.DeepEqual(got.Lists, next.Lists) {
		t.Errorf("setup = %+v, %v", got, err)
	}
	if len(got.Contacts) != 2 || got.Contacts[0].Name != "Vera" || got.Contacts[1].Name != "Anna P." || got.Contacts[1].ID != anna.ID {
		t.Errorf("contacts = %+v", got.Contacts)
	}
	if last, err := h.LastSync(ctx, stays.ID); err != nil || !last.OK {
		t.Errorf("the last sync of a list that stays: %+v, %v", last, err)
	}
	if before, err := h.SetupBefore(ctx); err != nil || string(before) != "before" {
		t.Errorf("before = %q, %v", before, err)
	}

	// A setup that cannot be written changes nothing.
	broken := next
	broken.Contacts = []store.Contact{contact("Once", "+1"), contact("Twice", "+1")}
	broken.Settings.Language = "ru"
	if _, err := h.ReplaceSetup(ctx, broken, nil); !errors.Is(err, store.ErrContactExists) {
		t.Errorf("a number twice: %v", err)
	}
	if again, err := h.Setup(ctx); err != nil || !reflect.DeepEqual(again, got) {
		t.Errorf("half a setup was kept: %+v, %v", again, err)
	}
	if _, err := h.ReplaceSetup(ctx, next, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SetupBefore(ctx); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what was before is kept: %v", err)
	}
}
