package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reach is somebody to call.
type Reach struct {
	Name, Number, Note string
	Call               func() // starts the call; nil where that is not possible from here
}

// ReachWords are on the buttons beside a number.
type ReachWords struct{ Call, Copy, Copied string }

// PersonCard shows somebody to call: who it is, and the number large, with a button that copies it and one that calls
// where that is possible. The number stands beside the name where there is room, else below it.
func PersonCard(icon Icon, caption string, r Reach, w ReachWords) fyne.CanvasObject {
	words := Column(0.15)
	if caption != "" {
		words.Add(NewText(Second, caption))
	}
	big := Voice{1.3, true, Ink}
	words.Add(container.New(row{0.5, 0.1}, NewText(big, OneLine(r.Name)), NewText(big, KeepTogether(r.Number))))
	s := newSurface(Tint, Act, withActs(withIcon(icon, Act, 1.8, words), r, w))
	s.top = 0.6
	return s
}

// NumberRow shows whom a number reaches and the number, with the same buttons.
func NumberRow(r Reach, w ReachWords) fyne.CanvasObject {
	words := Column(0.1, NewText(Body, OneLine(r.Name)), NewText(Voice{1.3, true, Ink}, KeepTogether(r.Number)))
	if r.Note != "" {
		words.Add(NewText(Second, r.Note))
	}
	return withActs(words, r, w)
}

// withActs sets the buttons of a number at the right of its words.
func withActs(words fyne.CanvasObject, r Reach, w ReachWords) fyne.CanvasObject {
	copies := CopyButton(r.Number, w.Copy, w.Copied)
	if r.Call == nil {
		return Split(words, copies)
	}
	return container.New(twoActs{}, words, NewButton(IconCall, w.Call, r.Call), copies)
}

// twoActs sets two buttons at the right of the first object: beside each other, or above each other where that leaves
// it too little room, or all below it.
type twoActs struct{}

func (twoActs) split(objects []fyne.CanvasObject, width float32) (split2, []fyne.CanvasObject) {
	s, words, acts := split2{}, objects[0], objects[1:]
	side := []fyne.CanvasObject{words, Row(acts...)}
	if _, stacked := s.measure(side, width); stacked {
		above := []fyne.CanvasObject{words, Column(barGap, acts...)}
		if _, stacked := s.measure(above, width); !stacked {
			return s, above
		}
	}
	return s, side
}

// Layout implements [fyne.Layout].
func (t twoActs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s, parts := t.split(objects, size.Width)
	s.Layout(parts, size)
	for _, o := range objects[1:] { // the box they were set in is not among what is shown
		o.Move(o.Position().Add(parts[1].Position()))
	}
}

func (t twoActs) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	s, parts := t.split(objects, width)
	return s.heightFor(parts, width)
}

func (t twoActs) naturalWidth(objects []fyne.CanvasObject) float32 {
	return split2{}.naturalWidth([]fyne.CanvasObject{objects[0], Row(objects[1:]...)})
}

func (twoActs) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// CopyButton copies a text to the clipboard and says so.
func CopyButton(text, label, copied string) *Button {
	var b *Button
	b = NewButton(IconCopy, label, func() {
		fyne.CurrentApp().Clipboard().SetContent(text)
		b.SetLabel(copied)
	})
	b.reserve = copied
	return b
}

// KeepTogether replaces the spaces of a number by ones at which no line ends.
func KeepTogether(number string) string { return strings.ReplaceAll(OneLine(number), " ", "\u00a0") }
