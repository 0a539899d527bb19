package look_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hangup/ui/look"
)

// However narrow it is, marked text shows every word, and the marked ones stand on a tint.
func TestMarkedTextShowsAllAndMarksWhatItShould(t *testing.T) {
	test.NewApp().Settings().SetTheme(look.New(20))
	const content = "He asked me  for the PIN\nof my карта, averyverylongwordwithoutanyspaceinit and hung up"
	for _, words := range [][]string{
		nil, {"He"}, {"PIN\nof my карта"}, {"asked me  for", "longwordwithout", "up"},
	} {
		var marks []look.Mark
		for _, w := range words {
			start := strings.Index(content, w)
			marks = append(marks, look.Mark{Start: start, End: start + len(w)})
		}
		for _, width := range []float32{30, 90, 200, 1000} {
			text := look.NewMarked(look.Body, content, marks)
			text.Resize(fyne.NewSize(width, text.HeightFor(width)))
			var shown, marked strings.Builder
			tinted := false
			for _, o := range test.WidgetRenderer(text).Objects() {
				switch o := o.(type) {
				case *canvas.Rectangle:
					tinted = true
				case *canvas.Text:
					shown.WriteString(o.Text)
					if tinted {
						marked.WriteString(o.Text)
					}
					tinted = false
				}
			}
			if squeezed(shown.String()) != squeezed(content) {
				t.Errorf("%v wide, %q is shown", width, shown.String())
			}
			if want := squeezed(strings.Join(words, "")); squeezed(marked.String()) != want {
				t.Errorf("%v wide, %q is marked, want %q", width, marked.String(), want)
			}
		}
	}
}

func squeezed(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
