package look

import "fyne.io/fyne/v2"

// NewAnswer returns a tile for one of a question's answers. One that was given before is marked.
func NewAnswer(icon Icon, label, key string, given bool, tapped func()) *Tile {
	if given {
		return NewTile(TileChosen, icon, label, "", key, tapped)
	}
	return NewTile(TilePlain, icon, label, "", key, tapped)
}

// NewTick returns a large box to tick. key may be empty.
func NewTick(label, key string, ticked bool, tapped func()) *Tile {
	if ticked {
		return NewTile(TileChosen, IconTicked, label, "", key, tapped)
	}
	return NewTile(TileAnswer, IconNotTicked, label, "", key, tapped)
}

// SafeAct is the one thing to do first, larger than all below it, with what it needs.
func SafeAct(icon Icon, act string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	words := append([]fyne.CanvasObject{NewText(Voice{1.6, true, Ink}, act)}, objects...)
	return newSurface(Tint, Act, withIcon(icon, Act, 2.6, Column(0.5, words...)))
}

// LoudSteps lists acts as Steps does, in larger type.
func LoudSteps(acts ...string) fyne.CanvasObject { return steps(ActTitle, acts) }

// Loud is one sentence to say aloud, in the largest type there is.
func Loud(caption, sentence string) fyne.CanvasObject {
	s := newSurface(Stop, "", Column(0.2, NewText(Voice{1.3, false, OnStop}, caption), NewText(Voice{2.6, true, OnStop}, sentence)))
	s.side, s.top = 1.1, 1
	return s
}
