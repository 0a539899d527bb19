package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// barGap, in text sizes, is the room between two buttons of the bar.
const barGap = 0.35

// BarWords are the words of the top bar.
type BarWords struct {
	Name, Back, Smaller, Larger, Language string
}

// BarActs are what the bar's buttons do. Back is nil on the first screen.
type BarActs struct {
	Back, Smaller, Larger, Language func()
}

// Bar is the top of every screen: the way back, or the program's name where there is none, the text size and the
// language by its own name.
func Bar(w BarWords, acts BarActs, textSize int) fyne.CanvasObject {
	var left fyne.CanvasObject = Inset(0.2, 0, NewText(Voice{1.2, true, Ink}, w.Name))
	if acts.Back != nil {
		left = Row(onBar(NewButton(IconBack, w.Back, acts.Back)))
	}
	smaller, larger := NewButton("", w.Smaller, acts.Smaller), NewButton("", w.Larger, acts.Larger)
	smaller.SetSpent(textSize <= SmallestText)
	larger.SetSpent(textSize >= LargestText)
	more := IconMore
	if textSize > (SmallestText+LargestText)/2 {
		more = "" // the room is better spent on the word
	}
	right := container.New(row{barGap}, onBar(smaller), onBar(larger), onBar(NewButton(more, w.Language, acts.Language)))
	s := newSurface(BarFill, "", Split(left, right))
	s.radius, s.side, s.top = 0, 0.7, 0.35
	return s
}

func onBar(b *Button) *Button {
	b.fixed = true
	return b
}
