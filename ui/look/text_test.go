package look_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hangup/ui/look"
)

// lines lays a text out and returns what stands on each line.
func lines(text *look.Text, width float32) []string {
	text.Resize(fyne.NewSize(width, text.HeightFor(width)))
	var all []string
	for _, o := range test.WidgetRenderer(text).Objects() {
		all = append(all, o.(*canvas.Text).Text)
	}
	return all
}

func at(size int) { test.NewApp().Settings().SetTheme(look.New(size)) }

func TestTextWraps(t *testing.T) {
	at(20)
	for name, c := range map[string]struct {
		text  string
		width float32
		want  []string
	}{
		"short":       {"Hang up.", 400, []string{"Hang up."}},
		"words":       {"Hang up and call", 90, []string{"Hang up", "and call"}},
		"paragraphs":  {"One\nTwo", 400, []string{"One", "Two"}},
		"long word":   {"aaaaaaaaaaaaaaaa", 60, []string{"aaaaa", "aaaaa", "aaaaa", "a"}},
		"kept number": {"Call +7\u00a0916\u00a0123", 130, []string{"Call", "+7\u00a0916\u00a0123"}},
	} {
		if got := lines(look.NewText(look.Body, c.text), c.width); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestLinesHaveAtMost80Characters(t *testing.T) {
	at(20)
	for _, text := range []string{strings.Repeat("word ", 100), strings.Repeat("x", 500)} {
		for _, line := range lines(look.NewText(look.Body, text), 5000) {
			if n := utf8.RuneCountInString(line); n > 80 {
				t.Errorf("%d characters on a line", n)
			}
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\rc":                    "a\nb\nc",
		"tab\there":                    "tab here",
		"\u202egnp.exe\u2069":          "gnp.exe",
		"bell\a\x1b[31m":               "bell[31m",
		"\xff\xfebroken":               "broken",
		"%s {{.Name}} <b>*bold*</b> $": "%s {{.Name}} <b>*bold*</b> $",
	} {
		if got := look.Clean(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := look.OneLine("  a\n\tb  c\u2028"); got != "a b c" {
		t.Errorf("one line: %q", got)
	}
}

// FuzzText looks for text that is lost, or that does not fit the width it was given.
func FuzzText(f *testing.F) {
	at(20)
	for _, seed := range []string{"Hang up.", "a\nb", strings.Repeat("я", 300), "\u202ex", "👵 +7 916", " ", "\xff"} {
		f.Add(seed, 120)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		if len(s) > 2000 {
			return
		}
		w := float32(min(max(width, 60), 2000))
		got := lines(look.NewText(look.Body, s), w)
		squeeze := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if squeeze(strings.Join(got, "")) != squeeze(look.Clean(s)) {
			t.Fatalf("%q became %q", s, got)
		}
		for _, line := range got {
			if wide := fyne.MeasureText(line, 20, fyne.TextStyle{}).Width; wide > w+1 && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("line %q is %f wide, room %f", line, wide, w)
			}
		}
	})
}
