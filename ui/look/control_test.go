package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/ui/look"
)

// pressable is what a control is to the keyboard and the mouse.
type pressable interface {
	fyne.CanvasObject
	fyne.Focusable
	fyne.Tappable
	desktop.Keyable
}

func controls(tapped func()) map[string]pressable {
	return map[string]pressable{
		"button":       look.NewButton(look.IconBack, "Back", tapped),
		"main button":  look.NewMainButton(look.IconCheckNumber, "Check", tapped),
		"tile":         look.NewTile(look.TilePlain, look.IconSaid, "What did they say?", "Words", "3", tapped),
		"stop tile":    look.NewTile(look.TileStop, look.IconCode, "They ask for a code", "", "1", tapped),
		"answer":       look.NewChoice("They called me", true, tapped),
		"given answer": look.NewAnswer(look.IconBank, "Bank", "1", true, tapped),
		"tick":         look.NewTick("They hurry you.", "1", false, tapped),
		"level tile":   look.NewLevelTile(blocklist.Stop, "+7 916", "Stop", tapped),
	}
}

func TestControlsArePressedByEveryMeans(t *testing.T) {
	at(20)
	n := 0
	for name, c := range controls(func() { n++ }) {
		w := test.NewWindow(c)
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
			n = 0
			c.FocusGained()
			c.KeyDown(&fyne.KeyEvent{Name: key})
			c.TypedKey(&fyne.KeyEvent{Name: key})
			if n != 1 {
				t.Errorf("%s: %s pressed it %d times", name, key, n)
			}
		}
		n = 0
		test.Tap(c)
		if n != 1 {
			t.Errorf("%s: a click pressed it %d times", name, n)
		}
		w.Close()
	}
}

// A key that is still held down from the screen before does not press what got the focus in the meantime.
func TestHeldKeyPressesOnce(t *testing.T) {
	at(20)
	n := 0
	for name, c := range controls(func() { n++ }) {
		n = 0
		c.FocusGained()
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // repeated by the keyboard, never pressed down here
		if n != 0 {
			t.Errorf("%s: a held key pressed it", name)
		}
		c.KeyDown(&fyne.KeyEvent{Name: fyne.KeyReturn})
		for range 5 {
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
		if n != 1 {
			t.Errorf("%s: holding the key pressed it %d times", name, n)
		}
	}
}

func TestTargetsAreLarge(t *testing.T) {
	for _, size := range []int{20, 40} {
		at(size)
		for name, c := range controls(nil) {
			least := float32(48)
			if name == "tile" || name == "stop tile" || name == "main button" {
				least = 72
			}
			if h := look.HeightFor(c, 600); h < least {
				t.Errorf("%s at %d: %v high, want at least %v", name, size, h, least)
			}
		}
		field := look.NewField("Number", "")
		if h := look.HeightFor(field, 600); h < 72 {
			t.Errorf("field at %d: %v high", size, h)
		}
	}
}

// keys counts what reaches the window.
func TestUnusedKeysReachTheWindow(t *testing.T) {
	at(20)
	field := look.NewField("Number", "")
	for name, c := range map[string]fyne.Focusable{
		"button": look.NewButton("", "Back", nil), "field": look.Controls(field)[0],
	} {
		w := test.NewWindow(nil)
		var got []fyne.KeyName
		w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
		for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyPageDown} {
			c.TypedKey(&fyne.KeyEvent{Name: key})
		}
		if len(got) != 2 {
			t.Errorf("%s: the window got %v", name, got)
		}
		w.Close()
	}
}

func TestCopyButton(t *testing.T) {
	at(20)
	b := look.CopyButton("+7 916 123-45-67", "Copy", "Copied")
	wide := b.NaturalWidth()
	test.Tap(b)
	if got := fyne.CurrentApp().Clipboard().Content(); got != "+7 916 123-45-67" {
		t.Errorf("clipboard holds %q", got)
	}
	if b.AccessibilityLabel() != "Copied" || b.NaturalWidth() > wide {
		t.Errorf("the button says %q, %v wide instead of %v", b.AccessibilityLabel(), b.NaturalWidth(), wide)
	}
}

func TestFieldFormatsAndSubmits(t *testing.T) {
	at(20)
	field := look.NewField("Number", "")
	w := test.NewWindow(field)
	defer w.Close()
	field.Typed = func(text string, cursor int) (string, int) {
		if text == "12" {
			return "1 2", 3
		}
		return text, cursor
	}
	submitted := 0
	field.Submitted = func() { submitted++ }
	box := look.Controls(field)[0]
	test.Type(box, "123")
	if field.Text() != "1 23" {
		t.Errorf("typed 123, got %q: the cursor did not stay behind the digits", field.Text())
	}
	box.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyReturn})
	box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if submitted != 1 || field.Text() != "1 23" {
		t.Errorf("Return submitted %d times and left %q", submitted, field.Text())
	}
	if tab, ok := box.(fyne.Tabbable); ok && tab.AcceptsTab() {
		t.Error("Tab cannot leave the field")
	}
}

func TestFieldGrowsForAMessage(t *testing.T) {
	at(20)
	field := look.NewField("Number", "8 495 123-45-67")
	short := field.HeightFor(600)
	field.SetText("Call us\nat once")
	if field.HeightFor(600) <= short {
		t.Error("a message of two lines got no more room than a number")
	}
}
