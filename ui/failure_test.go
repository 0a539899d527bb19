package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/i18n"
	"hangup/ui"
)

// A person who started the program from an icon sees no terminal: the reason must stand in the window.
func TestShowFailure(t *testing.T) {
	test.NewApp()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	s := &stage{t: t, window: test.NewWindow(nil)}
	s.window.SetOnClosed(func() { closed = true })
	ui.ShowFailure(s.window, words.Words("en"), blocklist.Say("error.home.newer"))
	s.window.Resize(fyne.NewSize(800, 400))
	s.mustShow("HangUp cannot start.", "Start the newer HangUp.")
	s.press(fyne.KeyReturn)
	if !closed {
		t.Error("Return does not close the window")
	}
}
