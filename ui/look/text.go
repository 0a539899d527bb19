package look

import (
	"sort"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// longestLine is the most characters on one line (WCAG 2.2, success criterion 1.4.8).
const longestLine = 80

// Voice is a way of writing text.
type Voice struct {
	// Scale is the size as a multiple of the text size; headings above 1 grow more slowly than the text.
	Scale float32
	Bold  bool
	Color fyne.ThemeColorName
}

// The voices the screens speak in.
var (
	Title    = Voice{1.9, true, Ink}
	ActTitle = Voice{1.25, true, Ink}
	Body     = Voice{1, false, Ink}
	Strong   = Voice{1, true, Ink}
	Second   = Voice{0.95, false, Muted}
)

// In returns the voice in another colour.
func (v Voice) In(c fyne.ThemeColorName) Voice {
	v.Color = c
	return v
}

func (v Voice) size() float32 {
	if v.Scale < 1 {
		return em(v.Scale)
	}
	return heading(v.Scale)
}

func (v Voice) style() fyne.TextStyle { return fyne.TextStyle{Bold: v.Bold} }

func (v Voice) measure(s string) fyne.Size { return fyne.MeasureText(s, v.size(), v.style()) }

// Text is text that wraps at words, and inside a word that is too long for a line. It is shown as it is: nothing in it
// is read as markup, and marks that would turn the direction of reading are left out.
type Text struct {
	widget.BaseWidget
	voice   Voice
	content string
	marks   []Mark // see [NewMarked]
	// known are the ways the text was wrapped last; laying out a page asks for the same few widths many times.
	known []wrapped
}

// wrapped is a text in lines for a width, at a text size.
type wrapped struct {
	width, size, widest float32
	lines               []string
}

// mostKnown is how many ways of wrapping are remembered: as it stands, as narrow, and on one line.
const mostKnown = 4

// NewText returns text in a voice.
func NewText(v Voice, content string) *Text {
	t := &Text{voice: v, content: Clean(content)}
	t.ExtendBaseWidget(t)
	return t
}

// SetText replaces the text. Whoever holds the text lays it out again when its height may have changed.
func (t *Text) SetText(content string) {
	t.content, t.marks, t.known = Clean(content), nil, nil
	t.Refresh()
}

// String returns what is shown.
func (t *Text) String() string { return t.content }

// HeightFor implements [Flowing].
func (t *Text) HeightFor(width float32) float32 {
	return t.heightOf(len(t.lines(width)))
}

// NaturalWidth is the width at which nothing has to wrap.
func (t *Text) NaturalWidth() float32 { return ceil(t.wrap(1e6).widest) }

func (t *Text) lines(width float32) []string { return t.wrap(width).lines }

func (t *Text) wrap(width float32) wrapped {
	size := t.voice.size()
	for _, w := range t.known {
		if w.width == width && w.size == size {
			return w
		}
	}
	w := wrapped{width: width, size: size, lines: wrap(t.content, width, t.widest)}
	for _, line := range w.lines {
		w.widest = max(w.widest, t.widest(line))
	}
	if len(t.known) == mostKnown {
		t.known = t.known[1:]
	}
	t.known = append(t.known, w)
	return w
}

func (t *Text) heightOf(lines int) float32 {
	if t.content == "" {
		return 0
	}
	return float32(lines)*t.voice.measure("M").Height + float32(lines-1)*t.leading()
}

// leading is added between lines; with it, text stands at about one and a half lines' distance.
func (t *Text) leading() float32 { return t.voice.size() * 0.08 }

// CreateRenderer implements [fyne.Widget].
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{text: t} }

type textRenderer struct {
	text  *Text
	shown []fyne.CanvasObject
}

func (r *textRenderer) Layout(size fyne.Size) {
	t := r.text
	r.shown = r.shown[:0:0]
	if t.content == "" {
		return
	}
	if len(t.marks) > 0 {
		r.shown = t.drawMarked(t.lines(size.Width))
		return
	}
	y, step := float32(0), t.voice.measure("M").Height
	for _, line := range t.lines(size.Width) {
		drawn := canvas.NewText(line, named(t.voice.Color))
		drawn.TextSize, drawn.TextStyle = t.voice.size(), t.voice.style()
		drawn.Move(fyne.NewPos(0, y))
		drawn.Resize(fyne.NewSize(size.Width, step))
		r.shown = append(r.shown, drawn)
		y += step + t.leading()
	}
}

func (r *textRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.TextSize(), r.text.heightOf(1))
}

func (r *textRenderer) Refresh() {
	r.Layout(r.text.Size())
	canvas.Refresh(r.text)
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return r.shown }

func (r *textRenderer) Destroy() {}

// Clean makes text from outside fit to show: lines end in \n, tabs are spaces, and control characters, marks that turn
// the direction of reading and broken UTF-8 are left out.
func Clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError, r == '\u200b', r == '\u200e', r == '\u200f',
			r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

// OneLine is Clean for names and numbers: what ends a line becomes a space.
func OneLine(s string) string {
	return strings.Join(strings.FieldsFunc(Clean(s), func(r rune) bool { return r == '\n' || r == ' ' }), " ")
}

// wrap splits text into lines no wider than width and no longer than longestLine characters. Every character of the
// text but the spaces at which lines end is in some line.
func wrap(text string, width float32, measure func(string) float32) []string {
	fits := func(s string) bool { return utf8.RuneCountInString(s) <= longestLine && measure(s) <= width }
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if fits(paragraph) { // most do, and measuring each beginning of a line is what takes the time
			lines = append(lines, paragraph)
			continue
		}
		line, started := "", false
		for word := range strings.SplitSeq(paragraph, " ") {
			if longer := line + " " + word; started && fits(longer) {
				line = longer
				continue
			}
			if started {
				lines = append(lines, line)
			}
			pieces := split(word, fits)
			last := len(pieces) - 1
			lines = append(lines, pieces[:last]...)
			line, started = pieces[last], true
		}
		lines = append(lines, line)
	}
	return lines
}

// split cuts a word that is too long for a line into pieces that fit, at least one character each.
func split(word string, fits func(string) bool) []string {
	var pieces []string
	for !fits(word) {
		// The most characters that fit; a longer piece of the same word is never narrower by more than a mark.
		var ends []int
		for i := range word {
			if i > 0 {
				ends = append(ends, i)
			}
			if len(ends) == longestLine {
				break
			}
		}
		if len(ends) == 0 {
			break // a single character
		}
		n := sort.Search(len(ends), func(i int) bool { return !fits(word[:ends[i]]) })
		end := ends[max(n-1, 0)]
		pieces, word = append(pieces, word[:end]), word[end:]
	}
	return append(pieces, word)
}
