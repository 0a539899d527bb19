package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Mark is a part of a text, in bytes.
type Mark struct{ Start, End int }

// NewMarked returns text with the marked parts set off by bold type on a tint. The text must be [Clean]; the marks come
// in their order and do not overlap.
func NewMarked(v Voice, content string, marks []Mark) *Text {
	t := NewText(v, content)
	if t.content == content {
		t.marks = marks
	}
	return t
}

// widest returns how wide a line can become with marks on it: bold letters need more room.
func (t *Text) widest(line string) float32 {
	v := t.voice
	v.Bold = v.Bold || len(t.marks) > 0
	return v.measure(line).Width
}

// drawMarked draws lines that [wrap] made of the content.
func (t *Text) drawMarked(lines []string) []fyne.CanvasObject {
	var shown []fyne.CanvasObject
	y, step, start := float32(0), t.voice.measure("M").Height, 0
	for _, line := range lines {
		shown = append(shown, t.drawLine(start, start+len(line), y, step)...)
		y += step + t.leading()
		start += len(line)
		if start < len(t.content) && (t.content[start] == ' ' || t.content[start] == '\n') {
			start++ // at which the line ended
		}
	}
	return shown
}

// drawLine draws the part of the content between two places as one line.
func (t *Text) drawLine(start, end int, y, high float32) []fyne.CanvasObject {
	var shown []fyne.CanvasObject
	x := float32(0)
	piece := func(from, to int, marked bool) {
		if from >= to {
			return
		}
		v := t.voice
		v.Bold = v.Bold || marked
		drawn := canvas.NewText(t.content[from:to], named(v.Color))
		drawn.TextSize, drawn.TextStyle = v.size(), v.style()
		wide := v.measure(drawn.Text).Width
		if marked {
			behind := canvas.NewRectangle(named(Tint))
			behind.CornerRadius = corner / 2
			place(behind, x, y, wide, high)
			shown = append(shown, behind)
		}
		place(drawn, x, y, wide, high)
		shown = append(shown, drawn)
		x += wide
	}
	for _, m := range t.marks {
		from, to := max(m.Start, start), min(m.End, end)
		if from >= to {
			continue
		}
		piece(start, from, false)
		piece(from, to, true)
		start = to
	}
	piece(start, end, false)
	return shown
}
