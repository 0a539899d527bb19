package look

import (
	"strconv"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
)

// levelLook is how a level is shown: never by its colour alone.
type levelLook struct {
	fill, on fyne.ThemeColorName
	icon     Icon
}

var levels = map[blocklist.Level]levelLook{
	blocklist.Stop:     {Stop, OnStop, IconStop},
	blocklist.Careful:  {Careful, OnCareful, IconCareful},
	blocklist.Unlisted: {Unlisted, OnUnlisted, IconUnlisted},
	blocklist.Known:    {Known, OnKnown, IconKnown},
}

// Band is the answer over the full width: the level's icon and colour, the answer, one sentence, and the number.
func Band(level blocklist.Level, title, sentence, number string) fyne.CanvasObject {
	l := levels[level]
	words := Column(0.25, NewText(Voice{2, true, l.on}, title))
	if sentence != "" {
		words.Add(NewText(Voice{1.3, false, l.on}, sentence))
	}
	if number != "" {
		words.Add(NewText(Voice{1, false, l.on}, number))
	}
	s := newSurface(l.fill, "", withIcon(l.icon, l.on, 3.2, words))
	s.side, s.top = 1.1, 1
	return s
}

// Steps lists acts in their order, numbered.
func Steps(acts ...string) fyne.CanvasObject { return steps(Strong, acts) }

func steps(v Voice, acts []string) fyne.CanvasObject {
	list := Column(0.45)
	for i, act := range acts {
		list.Add(&fyne.Container{
			Layout:  beside{size: v.Scale, gap: 0.4, first: 1.4},
			Objects: []fyne.CanvasObject{NewText(v, strconv.Itoa(i+1)), NewText(v, act)},
		})
	}
	return list
}

// Points lists sentences, each behind an arrow.
func Points(tint fyne.ThemeColorName, sentences ...string) fyne.CanvasObject {
	list := Column(0.35)
	for _, s := range sentences {
		list.Add(&fyne.Container{
			Layout:  beside{size: 1, gap: 0.5, first: 1.4},
			Objects: []fyne.CanvasObject{picture(IconPoint, tint), NewText(Body, s)},
		})
	}
	return list
}

// LevelTint returns a colour for small pictures on a card that goes with a level and stands out from white.
func LevelTint(l blocklist.Level) fyne.ThemeColorName {
	switch l {
	case blocklist.Stop:
		return Stop
	case blocklist.Careful:
		return Ink
	}
	return Act
}
