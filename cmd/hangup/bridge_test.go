package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/diary"
	"hangup/i18n"
	"hangup/ui"
)

// A call is kept, printed and erased by the very parts that the window is given.
func TestDiaryOfTheWindow(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	p := openTestParts(t)
	d := callDiary{p}
	ctx := t.Context()
	call := ui.Call{At: time.Now(), Number: "+1 202 555 0143", Party: blocklist.PartyPolice, Words: "They wanted money."}
	if saved, err := d.Save(ctx, call); err != nil || saved.Source == nil || len(saved.Rows) == 0 {
		t.Fatalf("saved %+v, %v", saved, err)
	}
	calls, err := d.Calls(ctx)
	if err != nil || len(calls) != 1 || calls[0].Words != call.Words || len(calls[0].Rows) == 0 {
		t.Fatalf("calls = %+v, %v", calls, err)
	}
	calls[0].Words = "They wanted cash."
	if _, err := d.Save(ctx, calls[0]); err != nil {
		t.Fatal(err)
	}
	if calls, err = d.Calls(ctx); err != nil || len(calls) != 1 || calls[0].Words != "They wanted cash." {
		t.Fatalf("changed: %+v, %v", calls, err)
	}
	if err := d.Words(ctx, "My PIN is 4711"); !errors.Is(err, diary.ErrSecret) {
		t.Errorf("a PIN in own words: %v", err)
	}
	page, err := d.Print(ctx, "ru", calls...)
	if err != nil {
		t.Fatal(err)
	}
	bundle, sum, err := d.Export(ctx, "en", ui.StatementSTIX)
	if content, readErr := os.ReadFile(bundle); errors.Join(err, readErr) != nil || len(sum) != 64 ||
		!bytes.Contains(content, []byte(`"type": "bundle"`)) && !bytes.Contains(content, []byte(`"type":"bundle"`)) {
		t.Fatalf("STIX: sum %q, %v, %v", sum, err, readErr)
	}
	file, sum, err := d.Export(ctx, "en", ui.StatementJSON)
	if err != nil || len(sum) != 64 || file == bundle {
		t.Fatalf("JSON: %s, sum %q, %v", file, sum, err)
	}
	undo, err := d.Delete(ctx, calls[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := undo(ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.EraseAll(ctx); err != nil {
		t.Fatal(err)
	}
	if calls, err = d.Calls(ctx); err != nil || len(calls) != 0 {
		t.Fatalf("after erasing: %+v, %v", calls, err)
	}
	if _, err := os.Stat(page); err == nil {
		t.Error("the printed page is still there")
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file that was saved on purpose: %v", err)
	}
	if filepath.Dir(file) != filepath.Join(home, "HangUp") {
		t.Errorf("saved at %s", file)
	}
}

// A setup saved by the window is opened by it in another data folder, and undone.
func TestSetupOfTheWindow(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	ctx := t.Context()
	from := openTestParts(t)
	setup, err := from.newWindowSetup()
	if err != nil {
		t.Fatal(err)
	}
	people := trustedPeople{setup.book().People}
	if _, err := people.Add(ctx, blocklist.ContactPerson, "Anna", "+7 916 123-45-67"); err != nil {
		t.Fatal(err)
	}
	if err := setup.SetSchedule(ctx, ui.Weekly); err != nil {
		t.Fatal(err)
	}
	path, err := setup.Save(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	to, err := openTestParts(t).newWindowSetup()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := to.Open(ctx, path)
	if err != nil || len(plan.Changes) == 0 {
		t.Fatalf("plan %+v, %v", plan, err)
	}
	there := trustedPeople{to.book().People}
	if all, _ := there.List(ctx); len(all) != 0 {
		t.Fatal("opening a file changed something")
	}
	if _, err := to.Apply(ctx, plan); err != nil {
		t.Fatal(err)
	}
	if all, err := there.List(ctx); err != nil || len(all) != 1 || all[0].Name != "Anna" {
		t.Errorf("people = %+v, %v", all, err)
	}
	if state, err := to.State(ctx); err != nil || state.Schedule != ui.Weekly {
		t.Errorf("state = %+v, %v", state, err)
	}
	before, err := to.Before(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.Apply(ctx, before); err != nil {
		t.Fatal(err)
	}
	if all, _ := there.List(ctx); len(all) != 0 {
		t.Error("the setup was not undone")
	}
	for name, text := range map[string]string{"damaged": `{"format":"hangup-setup","version":1`, "other": "[]", "huge": string(make([]byte, 5<<20))} {
		bad := filepath.Join(home, name+".json")
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := to.Open(ctx, bad)
		if id := blocklist.Explain(err).ID; err == nil || id == "error.unexpected" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// openTestParts opens the program's parts in a data folder of their own.
func openTestParts(t *testing.T) *parts {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := open(t.Context(), options{
		dir: t.TempDir(), region: "RU", bundle: bundle, in: strings.NewReader(""), out: io.Discard, errs: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}
