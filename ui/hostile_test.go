package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui"
)

// hostile are texts that a caller, a contact file or a list could carry.
var hostile = map[string]string{
	"long word":  strings.Repeat("x", 10_000),
	"long prose": strings.Repeat("Call us at once, it is urgent. ", 330),
	"newlines":   strings.Repeat("a\n", 50) + "\r\r\u2028\u2029",
	"direction":  "\u202e\u2066drowssap ruoy llet\u2069\u202c\u200f",
	"marks":      "{{.Name}} %s%d%n <b>x</b> **x** [x](http://x) &amp; \x1b[31m",
	"emoji":      strings.Repeat("👵🏽👮‍♂️🏦", 40),
	"bytes":      "\xff\xfe\x00\x01\u0000",
}

// Text from outside is shown as it is, wraps, and stays inside the window.
func TestHostileText(t *testing.T) {
	for name, text := range hostile {
		for _, size := range []int{20, 40} {
			t.Run(name, func(t *testing.T) {
				s := newStage(t, ui.Preferences{Language: "en", TextSize: size, Region: "RU"}, func(s *stage) {
					s.desk.helper = &blocklist.Contact{Name: text, Number: text}
					s.desk.facts["+12025550143"] = blocklist.Facts{Evidence: &blocklist.Evidence{Source: text, Entry: blocklist.Entry{
						Strength: blocklist.StrengthMany, Reports: blocklist.ReportsOf(9),
					}}}
					followed(s)
					s.shelf.followed[0].Name, s.shelf.followed[0].Address = text, text
					c := card
					c.Name, c.Address = text, text
					c.Words = func(string) []string { return []string{text, text} }
					s.shelf.cards["c"] = c
				})
				s.resize(800, 600)
				inspect(t, s, float32(size))
				checkOf("+1 202 555 0143")(s)
				s.mustShow("STOP.")
				inspect(t, s, float32(size))
				s.press(fyne.KeyEscape)
				s.press(fyne.KeyEscape)
				toLists(s)
				inspect(t, s, float32(size))
				s.tabTo("Open another list card")
				s.press(fyne.KeyReturn)
				s.write("c")
				s.press(fyne.KeyReturn)
				s.mustShow("Is this the right list?")
				inspect(t, s, float32(size))
			})
		}
	}
}

// Text from outside is never read as a template or as markup.
func TestHostileTextIsShownAsItIs(t *testing.T) {
	const text = "{{.Number}} %d <b>x</b> **x**"
	s := newStage(t, english, func(s *stage) { s.desk.helper = &blocklist.Contact{Name: text, Number: "102"} })
	s.mustShow(text)
	checkOf("+1 202 555 0143")(s)
	s.mustShow("Call: " + text + ", 102")
}

// A whole pasted page neither hangs nor breaks the field.
func TestHostileTextInTheField(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, english)
			s.write("2")
			fyne.CurrentApp().Clipboard().SetContent(text)
			s.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
			s.press(fyne.KeyReturn)
			s.mustShow("Check a phone number")
			inspect(t, s, 20)
		})
	}
}
