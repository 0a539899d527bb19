package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/ui/look"
)

var speedWords = [...]string{
	SpeedSlow: "setup.speed.slow", SpeedNormal: "setup.speed.usual", SpeedFast: "setup.speed.fast",
}

// openSpeed lets the person choose how fast texts are read aloud, and hear it.
func (a *App) openSpeed() {
	chosen := SpeedNormal
	a.open(func() screen { return a.speedScreen(&chosen) })
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		saved, err := a.parts.Speaker.Speed(ctx)
		return func() {
			chosen = saved
			if a.top() == at {
				a.showAgain(at)
			}
			a.failed("speed not read", err)
		}
	})
}

// speedScreen stays while the person tries one speed after another. A speed is kept as it is chosen.
func (a *App) speedScreen(chosen *Speed) screen {
	say := a.words.ID
	var tiles []fyne.CanvasObject
	for i, id := range speedWords {
		tiles = append(tiles, look.NewChoice(say(id), Speed(i) == *chosen, func() { a.setSpeed(chosen, Speed(i)) }))
	}
	try := look.NewMainButton(look.IconAloud, say("setup.speed.try"), func() { a.sayAloud([]string{say("setup.speed.sample")}) })
	return screen{focus: tiles[*chosen].(fyne.Focusable), content: []fyne.CanvasObject{
		look.NewText(look.Title, say("setup.speed.title")), look.NewText(look.Body, say("setup.speed.why")),
		look.Columns(choiceColumn, tiles...), try,
	}}
}

func (a *App) setSpeed(chosen *Speed, s Speed) {
	*chosen = s
	a.hush()
	a.rebuild()
	a.do(a.ctx, func(ctx context.Context) func() {
		err := a.parts.Speaker.SetSpeed(ctx, s)
		return func() { a.failed("speed not kept", err) }
	})
}
