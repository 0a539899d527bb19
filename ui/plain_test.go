package ui_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"

	"hangup/ui/look"
)

// sentenceEnd is where a sentence ends.
var sentenceEnd = regexp.MustCompile(`[.!?:]\s+|\n`)

// mostWords is the longest sentence of a screen: screens for the time of a call have 12 words, all others 20. Those that
// quote a caller or a known trick have 16.
func mostWords(scene string) int {
	if strings.HasPrefix(scene, "said") || strings.HasPrefix(scene, "ask-stop") || scene == "ask-recover" {
		return 16
	}
	for _, crisis := range []string{"home", "check", "verdict", "ask", "told", "help", "aloud"} {
		if strings.HasPrefix(scene, crisis) {
			return 12
		}
	}
	return 20
}

// Every screen, in every language: no sentence is too long to be read in fright, and Tab goes down the page
// or on to a column at the right.
func TestEveryScreenIsPlainAndInOrder(t *testing.T) {
	for _, c := range scenes() {
		for _, language := range []string{"en", "ru"} {
			t.Run(c.name+"-"+language, func(t *testing.T) {
				s := c.play(t, view{language, 20, 1024, 600})
				inspect(t, s, 20)
				for _, text := range s.texts() {
					for _, sentence := range sentenceEnd.Split(text, -1) {
						if n := words(sentence); n > mostWords(c.name) {
							t.Errorf("%d words: %q", n, sentence)
						}
					}
				}
				var before fyne.Position
				for _, f := range look.Controls(pageOf(s)) {
					o := f.(fyne.CanvasObject)
					at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
					if at.Y+o.Size().Height <= before.Y && at.X <= before.X {
						t.Errorf("Tab goes up to %q", label(f))
					}
					before = at
				}
			})
		}
	}
}

// At 200 % scale of a small laptop's screen, with the longer words of the two languages.
func TestEveryScreenAtDoubleScale(t *testing.T) {
	for _, c := range scenes() {
		t.Run(c.name, func(t *testing.T) {
			double := c
			double.setup = func(s *stage) {
				s.window.Canvas().(interface{ SetScale(float32) }).SetScale(2)
				c.setup(s)
			}
			inspect(t, double.play(t, view{"ru", 20, 683, 350}), 20)
		})
	}
}

func words(sentence string) int {
	n := 0
	for _, w := range strings.Fields(sentence) {
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			n++
		}
	}
	return n
}

func label(f fyne.Focusable) string {
	if a, ok := f.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return "a field"
}
