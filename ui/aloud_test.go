package ui_test

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/ui"
	"hangup/ui/look"
	"hangup/ui/voice"
)

// mute is a speaker that has said everything at once.
type mute struct{}

func (mute) Say(context.Context, string, ...string) error { return nil }

func (mute) Speed(context.Context) (ui.Speed, error) { return ui.SpeedNormal, nil }

func (mute) SetSpeed(context.Context, ui.Speed) error { return nil }

// paced is a talker whose speed can be set.
type paced struct {
	*talker
	speed ui.Speed
}

func (p *paced) Speed(context.Context) (ui.Speed, error) { return p.speed, nil }

func (p *paced) SetSpeed(_ context.Context, s ui.Speed) error {
	p.speed = s
	return p.err
}

// talker is a speaker that talks until it is stopped, or fails.
type talker struct {
	mute
	err      error
	language string
	said     []string
	ctx      context.Context
}

func (k *talker) Say(ctx context.Context, language string, pieces ...string) error {
	k.ctx, k.language, k.said = ctx, language, pieces
	return k.err
}

func (k *talker) talks() bool { return k.ctx != nil && k.ctx.Err() == nil }

// endless is a talker that returns only when it is stopped.
type endless struct {
	*talker
	started, ended chan struct{}
}

func (e endless) Say(ctx context.Context, language string, pieces ...string) error {
	e.talker.ctx, e.talker.language, e.talker.said = ctx, language, pieces
	e.started <- struct{}{}
	<-ctx.Done()
	e.ended <- struct{}{}
	return ctx.Err()
}

// aloudStage is a stage whose speaker talks until it is stopped.
func aloudStage(t *testing.T, start ui.Preferences) (*stage, endless) {
	t.Helper()
	e := endless{&talker{}, make(chan struct{}, 9), make(chan struct{}, 9)}
	s := newStage(t, start, func(s *stage) {
		s.parts.Speaker = e
		s.parts.Go = func(task func()) {
			select {
			case <-e.started:
				t.Error("a reading was not waited for")
			default:
			}
			done := make(chan struct{})
			go func() {
				defer close(done)
				task()
			}()
			select {
			case <-done:
			case <-e.started:
			}
		}
	})
	return s, e
}

func TestF1ReadsWhatTheScreenSaysUntilItIsLeft(t *testing.T) {
	stops := map[string]func(*stage){
		"Escape":    func(s *stage) { s.press(fyne.KeyEscape) },
		"F1 again":  func(s *stage) { s.press(fyne.KeyF1) },
		"leaving":   func(s *stage) { s.write("1") },
		"button":    func(s *stage) { test.Tap(button(s, s.say("desktop.aloud.stop"))) },
		"the field": func(s *stage) { s.write("2") },
	}
	for name, stop := range stops {
		t.Run(name, func(t *testing.T) {
			s, e := aloudStage(t, ui.Preferences{Language: "ru", TextSize: 20, Region: "RU"})
			s.press(fyne.KeyF1)
			if want := look.Words(pageOf(s)); !e.talks() || e.language != "ru" || !slices.Equal(e.said, want) {
				t.Fatalf("in %q it says %q, the screen says %q", e.language, e.said, want)
			}
			s.mustShow(s.say("desktop.aloud.stop"))
			stop(s)
			<-e.ended
			s.mustShow(s.say("desktop.aloud"))
			s.mustNotShow(s.say("desktop.aloud.stop"))
		})
	}
}

func TestEscapeStopsTheReadingBeforeItGoesBack(t *testing.T) {
	s, e := aloudStage(t, english)
	s.write("2") // a field has the focus
	s.press(fyne.KeyF1)
	if !e.talks() {
		t.Fatal("F1 in a field reads nothing")
	}
	s.press(fyne.KeyEscape)
	<-e.ended
	s.mustNotShow("What is happening?")
	s.press(fyne.KeyEscape)
	s.mustShow("What is happening?")
}

func TestReadingGoesOnInLargerLetters(t *testing.T) {
	s, e := aloudStage(t, english)
	s.press(fyne.KeyF1)
	test.Tap(button(s, "A+"))
	if !e.talks() {
		t.Error("larger letters stopped the reading")
	}
	s.mustShow("Stop reading")
	s.press(fyne.KeyF1)
	<-e.ended
}

func TestTheRedStripIsReadToo(t *testing.T) {
	k := &talker{}
	s := newStage(t, english, func(s *stage) { s.parts.Speaker = k })
	answered("hung_up")(s)
	s.press(fyne.KeyF1)
	if last := k.said[len(k.said)-1]; slices.Contains(look.Words(pageOf(s)), last) {
		t.Errorf("read last was %q, which is on the page and not below it", last)
	}
	s.mustShow(k.said...)
}

func TestNoVoiceIsSaidOnTheScreen(t *testing.T) {
	for _, err := range []*blocklist.Error{voice.ErrNoSpeech, voice.ErrNoVoice, voice.ErrNoSound} {
		s := newStage(t, english, func(s *stage) { s.parts.Speaker = &talker{err: err} })
		s.press(fyne.KeyF1)
		s.mustShow(s.say(err.Message.ID), "Read aloud")
		s.mustNotShow("Stop reading")
	}
}

// The speed is kept as it is chosen, and heard without leaving the page.
func TestSpeedIsChosenAndTried(t *testing.T) {
	p := &paced{&talker{}, ui.SpeedFast}
	s := newStage(t, english, func(s *stage) { s.parts.Speaker = p })
	relative("")(s)
	s.mustShow("Reading aloud", "Fast")
	s.write("0")
	if got := s.chosen(); len(got) != 1 || got[0] != "Fast" {
		t.Errorf("chosen is %q", got)
	}
	s.tabTo("Slow")
	s.press(fyne.KeyReturn)
	if got := s.chosen(); p.speed != ui.SpeedSlow || len(got) != 1 || got[0] != "Slow" {
		t.Errorf("the speed is %d, on the screen %q", p.speed, got)
	}
	s.tabTo("Try it")
	s.press(fyne.KeyReturn)
	if want := []string{s.say("setup.speed.sample")}; !slices.Equal(p.said, want) {
		t.Errorf("said %q, want %q", p.said, want)
	}
	s.press(fyne.KeyEscape)
	s.mustShow("Slow", "My people")
	p.err = &blocklist.Error{Message: blocklist.Say("error.unexpected")}
	s.write("0")
	s.tabTo("Normal")
	s.press(fyne.KeyReturn)
	s.mustShow(s.say("error.unexpected"))
}

func TestTextSizeByKeys(t *testing.T) {
	s, keys := keyedStage(t)
	for _, step := range []struct {
		key      fyne.KeyName
		modifier fyne.KeyModifier
		want     int
	}{
		{fyne.KeyPlus, fyne.KeyModifierControl, 24},
		{fyne.KeyEqual, fyne.KeyModifierControl, 28},
		{fyne.KeyEqual, fyne.KeyModifierControl | fyne.KeyModifierShift, 32},
		{fyne.KeyMinus, fyne.KeyModifierControl, 28},
		{fyne.Key0, fyne.KeyModifierControl, 20},
		{fyne.KeyPlus, fyne.KeyModifierAlt, 20},
	} {
		keys.TypedShortcut(&desktop.CustomShortcut{KeyName: step.key, Modifier: step.modifier})
		if got := s.memory.saved.TextSize; got != step.want {
			t.Errorf("after %v the text is %d, want %d", step.key, got, step.want)
		}
	}
}

// keyedWindow is a window with shortcuts, which the toolkit's test window has not.
type keyedWindow struct {
	fyne.Window
	canvas *keyedCanvas
}

type keyedCanvas struct {
	fyne.Canvas
	fyne.ShortcutHandler
}

func (w keyedWindow) Canvas() fyne.Canvas { return w.canvas }

// AddShortcut implements [fyne.Canvas].
func (c *keyedCanvas) AddShortcut(s fyne.Shortcut, act func(fyne.Shortcut)) {
	c.ShortcutHandler.AddShortcut(s, act)
}

// RemoveShortcut implements [fyne.Canvas].
func (c *keyedCanvas) RemoveShortcut(s fyne.Shortcut) { c.ShortcutHandler.RemoveShortcut(s) }

// keyedStage is a stage whose window has shortcuts.
func keyedStage(t *testing.T) (*stage, fyne.Shortcutable) {
	t.Helper()
	var keys *keyedCanvas
	s := newStage(t, english, func(s *stage) {
		keys = &keyedCanvas{Canvas: s.window.Canvas()}
		s.window = keyedWindow{s.window, keys}
	})
	return s, keys
}

func TestHelpIsOnHome(t *testing.T) {
	s := newStage(t, english)
	s.tabTo("Help")
	s.press(fyne.KeyReturn)
	s.mustShow("F1: read aloud, or stop", "hangup help: everything else")
	s.press(fyne.KeyEscape)
	s.mustShow("What is happening?")
}

func openHelp(s *stage) {
	s.tabTo(s.say("help.title"))
	s.press(fyne.KeyReturn)
}

// barScenes are the help page, and the bar while it reads and where nothing can be heard.
func barScenes() []scene {
	nothing := func(*stage) {}
	return []scene{
		{"help", nothing, openHelp},
		{"aloud-no-voice", func(s *stage) { s.parts.Speaker = &talker{err: voice.ErrNoVoice} }, func(s *stage) {
			s.press(fyne.KeyF1)
		}},
	}
}
