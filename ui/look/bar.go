package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// barGap, in text sizes, is the room between two buttons of the bar.
const barGap = 0.35

// BarWords are the words of the top bar.
type BarWords struct {
	Name, Back, Aloud, Smaller, Larger, Language string
}

// BarActs are what the bar's buttons do. Back is nil on the first screen.
type BarActs struct {
	Back, Aloud, Smaller, Larger, Language func()
}

// Bar is the top of every screen: the way back, or the program's name where there is none, reading aloud, the text size
// and the language by its own name. It returns the button that reads aloud, too, as that changes while it reads.
func Bar(w BarWords, acts BarActs, textSize int) (bar fyne.CanvasObject, aloud *Button) {
	line := barLine{}
	onBar := func(b *Button) *Button {
		b.fixed = true
		line.buttons = append(line.buttons, b)
		return b
	}
	var left fyne.CanvasObject = Inset(0.2, 0, NewText(Voice{1.2, true, Ink}, w.Name))
	if acts.Back != nil {
		left = Row(onBar(NewButton(IconBack, w.Back, acts.Back)))
	}
	aloud = onBar(NewButton(IconAloud, w.Aloud, acts.Aloud))
	aloud.bare = true
	smaller, larger := onBar(NewButton("", w.Smaller, acts.Smaller)), onBar(NewButton("", w.Larger, acts.Larger))
	smaller.SetSpent(textSize <= SmallestText)
	larger.SetSpent(textSize >= LargestText)
	right := container.New(row{barGap, barGap}, aloud, smaller, larger, onBar(NewButton(IconMore, w.Language, acts.Language)))
	s := newSurface(BarFill, "", container.New(line, left, right))
	s.radius, s.side, s.top = 0, 0.7, 0.35
	return s, aloud
}

// barLine is the layout of [Split]. Where the buttons do not fit on one line they become tight, or the bar would take
// the room of the page.
type barLine struct {
	split2
	buttons []*Button
}

func (l barLine) fit(objects []fyne.CanvasObject, width float32) {
	for _, tight := range []bool{false, true} {
		for _, b := range l.buttons {
			b.tight = tight
		}
		if l.naturalWidth(objects) <= width {
			return
		}
	}
}

// Layout implements [fyne.Layout].
func (l barLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.fit(objects, size.Width)
	l.split2.Layout(objects, size)
}

func (l barLine) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.fit(objects, width)
	return l.split2.heightFor(objects, width)
}
