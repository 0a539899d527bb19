package ui_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hangup/ui"
	"hangup/ui/look"
)

// Every screen is reached by keyboard alone: that is how the scenes go there. Here each is left again, and everything
// on it can be reached.
func TestEveryScreenByKeyboard(t *testing.T) {
	for _, c := range scenes() {
		t.Run(c.name, func(t *testing.T) {
			s := c.play(t, view{"en", 40, 800, 600})
			all := look.Controls(s.window.Canvas().Content())
			seen := map[fyne.Focusable]bool{}
			for range all {
				s.press(fyne.KeyTab)
				focused := s.window.Canvas().Focused()
				seen[focused] = true
				s.inView(focused)
			}
			if len(seen) != len(all) {
				t.Errorf("Tab reaches %d of %d controls", len(seen), len(all))
			}
			for range 6 {
				s.press(fyne.KeyEscape)
			}
			s.mustShow("What is happening?")
		})
	}
}

// A page that opens is read from its top, also where the control to begin with is further down: then Tab goes to it.
func TestPagesOpenAtTheTop(t *testing.T) {
	for _, c := range scenes() {
		if !slices.Contains([]string{"ask-recover", "autostart", "bank", "people", "lock", "speed", "setup-plan", "wizard", "wizard-word"}, c.name) {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			s := c.play(t, view{"ru", 40, 1024, 600})
			if pageOf(s).Offset() != 0 {
				t.Errorf("the page is scrolled by %v", pageOf(s).Offset())
			}
			if focused := s.window.Canvas().Focused(); focused != nil {
				s.inView(focused)
			}
			s.press(fyne.KeyTab)
			s.inView(s.window.Canvas().Focused())
		})
	}
}

// Whom to call stands on the first screen as it opens, with the buttons to call them, in a window of a small laptop.
func TestHomeFitsWithPersonAndBank(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"}, callable)
		for _, f := range look.Controls(pageOf(s)) {
			s.inView(f)
		}
	}
}

// inView reports a control with the focus that cannot be seen.
func (s *stage) inView(focused fyne.Focusable) {
	s.t.Helper()
	o := focused.(fyne.CanvasObject)
	at, window := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), s.window.Canvas().Size()
	if at.Y < 0 || at.Y+min(o.Size().Height, window.Height/2) > window.Height {
		s.t.Errorf("%T has the focus at %v, %v high, in a window %v high", o, at.Y, o.Size().Height, window.Height)
	}
}

func TestDigitsWorkWhateverHasTheFocus(t *testing.T) {
	s := newStage(t, english)
	s.tabTo("For relatives")
	s.write("1")
	s.mustShow("Hang up now.")
	s.press(fyne.KeyEscape)
	s.write("3")
	s.mustShow("Type what they said")
}

// Slow hands hold a key long, and the keyboard repeats it.
func TestHeldDigitDoesNotFillTheField(t *testing.T) {
	s := newStage(t, english)
	for range 5 {
		s.hold('2')
	}
	if got := fieldText(s); got != "" {
		t.Errorf("the key that opened the screen typed %q", got)
	}
	s.press(desktop.KeyShiftLeft)
	s.write("22")
	if got := fieldText(s); got != "22" {
		t.Errorf("typed 22, got %q", got)
	}
}

func TestBackPutsTheFocusWhereItWas(t *testing.T) {
	s := newStage(t, english)
	s.tabTo("For relatives")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyEscape)
	if a, ok := s.window.Canvas().Focused().(fyne.Accessible); !ok || a.AccessibilityLabel() != "For relatives" {
		t.Error("back on the first screen, the focus is not where it was")
	}
}

func TestArrowsAndPageKeys(t *testing.T) {
	s := newStage(t, english)
	s.resize(800, 400)
	s.press(fyne.KeyDown)
	first := s.window.Canvas().Focused()
	s.press(fyne.KeyDown)
	s.press(fyne.KeyUp)
	if first == nil || s.window.Canvas().Focused() != first {
		t.Error("down, down, up does not end on the first control")
	}
	page := pageOf(s)
	s.press(fyne.KeyPageDown)
	if page.Offset() == 0 {
		t.Error("Page Down does not scroll")
	}
	s.press(fyne.KeyEnd)
	end := page.Offset()
	s.press(fyne.KeyPageDown)
	if page.Offset() != end {
		t.Error("Page Down scrolls past the end")
	}
	s.press(fyne.KeyHome)
	if page.Offset() != 0 {
		t.Error("Home does not scroll to the top")
	}
}

func pageOf(s *stage) *look.Page {
	for _, o := range s.window.Canvas().Content().(*fyne.Container).Objects {
		if p, ok := o.(*look.Page); ok {
			return p
		}
	}
	s.t.Fatal("no page")
	return nil
}
