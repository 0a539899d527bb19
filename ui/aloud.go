package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hangup/ui/look"
)

// Speaker reads aloud, with one voice at a time.
type Speaker interface {
	// Say reads pieces of text in a language and returns when all is said. When ctx ends it falls silent and returns. An
	// error is that of ctx, or a [blocklist.Error] that says why nothing is heard.
	Say(ctx context.Context, language string, pieces ...string) error
	// Speed returns how fast it reads, and SetSpeed changes that and keeps it.
	Speed(ctx context.Context) (Speed, error)
	SetSpeed(ctx context.Context, s Speed) error
}

// Speed is how fast texts are read aloud.
type Speed uint8

// The speeds. A text of a minute takes three quarters of one when it is read fast, and a third more when slowly.
const (
	SpeedSlow Speed = iota
	SpeedNormal
	SpeedFast
)

// aloud is what is read aloud now.
type aloud struct {
	stop   context.CancelFunc // nil while nothing is read
	said   []string
	button *look.Button
}

// aloudKey stands for F1 among the keys that are held down.
const aloudKey rune = -1

// readAloud reads the screen aloud, or stops when it is being read.
func (a *App) readAloud() {
	if !a.hush() {
		a.sayAloud(a.spoken())
	}
}

// sayAloud says a text in place of what is being said.
func (a *App) sayAloud(said []string) {
	a.hush()
	ctx, stop := context.WithCancel(a.ctx)
	language := a.words.Language().Code
	a.aloud.stop, a.aloud.said = stop, said
	a.showReading()
	a.do(ctx, func(ctx context.Context) func() {
		err := a.parts.Speaker.Say(ctx, language, said...)
		return func() {
			a.hush()
			a.failed("not read aloud", err)
		}
	})
}

// spoken is what the screen says: the page, and the foot below it.
func (a *App) spoken() []string {
	said := look.Words(a.page)
	for _, foot := range a.root.Objects[2:] {
		said = append(said, look.Words(foot)...)
	}
	return said
}

// hush stops the reading and reports whether there was any.
func (a *App) hush() bool {
	if a.aloud.stop == nil {
		return false
	}
	a.aloud.stop()
	a.aloud.stop, a.aloud.said = nil, nil
	a.showReading()
	return true
}

// hushIfLeft stops the reading when the screen now says something else. Larger letters say the same.
func (a *App) hushIfLeft() {
	if a.aloud.stop != nil && !slices.Equal(a.aloud.said, a.spoken()) {
		a.hush()
	}
}

// showReading makes the button say what it does now.
func (a *App) showReading() {
	if a.aloud.stop != nil {
		a.aloud.button.Become(look.IconQuiet, a.words.ID("desktop.aloud.stop"))
	} else {
		a.aloud.button.Become(look.IconAloud, a.words.ID("desktop.aloud"))
	}
}

// addShortcuts lets Ctrl with plus, minus and 0 change the text size. Where plus needs Shift its key is that of the
// equals sign, and not all keyboards tell.
func (a *App) addShortcuts(c fyne.Canvas) {
	larger := func() { a.setTextSize(a.chosen.TextSize + look.TextStep) }
	acts := map[fyne.KeyName]func(){
		fyne.KeyPlus: larger, fyne.KeyEqual: larger,
		fyne.KeyMinus: func() { a.setTextSize(a.chosen.TextSize - look.TextStep) },
		fyne.Key0:     func() { a.setTextSize(look.SmallestText) },
	}
	for key, act := range acts {
		for _, modifier := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierShortcutDefault} {
			for _, shift := range []fyne.KeyModifier{0, fyne.KeyModifierShift} {
				c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier | shift}, func(fyne.Shortcut) { act() })
			}
		}
	}
}
