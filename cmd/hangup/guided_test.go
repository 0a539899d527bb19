package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist/store"
	"hangup/i18n"
	"hangup/ui"
)

// TestChecksLeaveNothingOnDisk walks the checks and the recovery, and types numbers, as a person does in the window, and
// then searches every file of the data folder and all that was logged.
func TestChecksLeaveNothingOnDisk(t *testing.T) {
	t.Setenv("HANGUP_DEBUG", "1")
	t.Setenv("HOME", t.TempDir())
	dir, log := t.TempDir(), &bytes.Buffer{}
	p, window := openInTest(t, dir, log)
	press := func(key fyne.KeyName) { pressKey(window, key) }
	back := func() {
		for range 8 {
			press(fyne.KeyEscape)
		}
	}
	typeKeys(window, "1121") // hung up, the police, a code: Stop
	back()
	typeKeys(window, "116136") // a bank, something else; they hurry and forbid
	back()
	typeKeys(window, "413")
	press(fyne.KeyReturn) // the steps for a code and an account
	back()
	typeKeys(window, "2+79165550199")
	press(fyne.KeyReturn)
	back()
	typeKeys(window, "24276380012345678")
	press(fyne.KeyReturn)
	back()

	traces := []string{
		"9165550199", "916 555-01-99", "916 555 01 99", "4276380012345678", "4276", "hung_up", "given.", "checks.stop",
		"Код из СМС", "Полиция, ФСБ",
	}
	if found := search(t, dir, traces); found != "" {
		t.Errorf("in the data folder: %s", found)
	}
	for _, trace := range traces {
		if strings.Contains(log.String(), trace) {
			t.Errorf("%q was logged:\n%s", trace, log)
		}
	}

	// What is ticked is kept, so the search would have found it.
	typeKeys(window, "41")
	press(fyne.KeyReturn)
	window.Canvas().FocusNext()
	pressKey(window, fyne.KeySpace)
	if kept, err := p.home.Ticks(t.Context(), store.PlanRecovery); err != nil || len(kept) != 2 {
		t.Errorf("ticks %v, %v", kept, err)
	}
	if search(t, dir, traces) == "" {
		t.Error("a tick leaves no trace either")
	}
}

// openInTest opens the stores in a folder and the window's content in a window that nobody sees.
func openInTest(t *testing.T, dir string, log *bytes.Buffer) (*parts, fyne.Window) {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := open(t.Context(), options{
		dir: dir, region: "RU", lang: "ru", bundle: bundle, in: strings.NewReader(""), out: log, errs: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	given, err := p.uiParts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	given.Go = func(task func()) { task() }
	now := time.Now()
	given.Now = func() time.Time { // each key is pressed a second after the one before
		now = now.Add(time.Second)
		return now
	}
	test.NewApp()
	window := test.NewWindow(nil)
	t.Cleanup(window.Close)
	given.Guided.Rest = func(context.Context, time.Duration) bool { return false }
	ui.New(t.Context(), window, given)
	window.Resize(fyne.NewSize(1366, 700))
	return p, window
}

// search returns where one of the traces stands in a file of a folder, or nothing.
func search(t *testing.T, dir string, traces []string) (found string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, trace := range traces {
			if bytes.Contains(content, []byte(trace)) || strings.Contains(path, trace) {
				found += trace + " in " + filepath.Base(path) + "; "
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// typeKeys types characters into what has the focus, or else into the window.
func typeKeys(w fyne.Window, text string) {
	for _, r := range text {
		if f := w.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else {
			w.Canvas().OnTypedRune()(r)
		}
		if k, ok := w.Canvas().Focused().(desktop.Keyable); ok {
			k.KeyUp(&fyne.KeyEvent{})
		}
	}
}

// pressKey presses a key: down, typed and up.
func pressKey(w fyne.Window, key fyne.KeyName) {
	e := &fyne.KeyEvent{Name: key}
	if k, ok := w.Canvas().Focused().(desktop.Keyable); ok {
		k.KeyDown(e)
	}
	if f := w.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else {
		w.Canvas().OnTypedKey()(e)
	}
	if k, ok := w.Canvas().Focused().(desktop.Keyable); ok {
		k.KeyUp(e)
	}
}
