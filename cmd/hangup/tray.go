package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hangup/i18n"
	"hangup/ui"
)

// trayPatience is how long a desktop may take to say whether it shows tray icons; it is asked when the window closes.
const trayPatience = 500 * time.Millisecond

// tray is the icon beside the clock and its menu. All of it is used on the toolkit's main goroutine.
type tray struct {
	app   desktop.App
	words *i18n.Words
	syncs *syncs
	// open brings the window forward, check opens the check of a number in it, and quit ends the program.
	open, check, quit func()
	// beside says whether closing the window leaves the icon.
	beside func() bool
}

// show puts the menu in words. Whatever changed since, it fits again.
func (t *tray) show() {
	pause := fyne.NewMenuItem(t.words.ID("desktop.tray.pause"), func() {
		t.syncs.Pause()
		t.show()
	})
	if t.syncs.Paused() {
		pause = fyne.NewMenuItem(t.words.ID("desktop.tray.resume"), func() {
			t.syncs.Resume()
			t.show()
		})
	}
	quit := fyne.NewMenuItem(t.words.ID("desktop.tray.quit"), t.quit)
	quit.IsQuit = true // or the toolkit adds one in the system's language
	t.app.SetSystemTrayMenu(fyne.NewMenu("HangUp",
		fyne.NewMenuItem(t.words.ID("desktop.tray.check"), t.check),
		fyne.NewMenuItem(t.words.ID("desktop.tray.open"), t.open),
		pause, fyne.NewMenuItemSeparator(), quit))
}

// closes does what closing the window means: it hides where the icon stays beside the clock, else the program ends.
func (t *tray) closes(w fyne.Window) {
	if t != nil && t.beside() && trayShown(trayPatience) {
		w.Hide()
	} else {
		w.Close()
	}
}

// inLanguage changes the language of the menu. It may be called from any goroutine, and on nil.
func (t *tray) inLanguage(words *i18n.Words) {
	if t == nil {
		return
	}
	fyne.Do(func() {
		if t.words != words {
			t.words = words
			t.show()
		}
	})
}

// trayedSettings are settings that tell the tray which language was chosen.
type trayedSettings struct {
	ui.Settings
	bundle *i18n.Bundle
	tray   *tray
}

// SavePreferences implements [ui.Settings].
func (s trayedSettings) SavePreferences(ctx context.Context, p ui.Preferences) error {
	if p.Language != "" {
		s.tray.inLanguage(s.bundle.Words(p.Language))
	}
	return s.Settings.SavePreferences(ctx, p)
}
