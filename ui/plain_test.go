package ui_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
)

// sentenceEnd is where a sentence ends.
var sentenceEnd = regexp.MustCompile(`[.!?:]\s+|\n`)

// mostWords is the longest sentence of a screen, in words.
const mostWords = 12

// Every screen, in every language: no sentence is too long to be read in fright.
func TestEveryScreenIsPlain(t *testing.T) {
	for _, c := range scenes() {
		for _, language := range []string{"en", "ru"} {
			t.Run(c.name+"-"+language, func(t *testing.T) {
				s := c.play(t, view{language, 20, 1024, 600})
				inspect(t, s, 20)
				for _, text := range s.texts() {
					if text == founding[language] { // these words are the person's own
						continue
					}
					for _, sentence := range sentenceEnd.Split(text, -1) {
						if n := words(sentence); n > mostWords {
							t.Errorf("%d words: %q", n, sentence)
						}
					}
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

func labelOf(f fyne.Focusable) string {
	if a, ok := f.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return "a field"
}
