package ui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"hangup/blocklist/check"
	"hangup/ui/look"
)

// loss is what a criminal got and what was done about it since.
type loss struct {
	given   []string // in the order they were marked
	ticked  []string // ids of steps
	none    bool     // the person wanted to go on with nothing marked
	erased  []string // what Start again erased, or nil
	printed string   // path of the page that was written, or empty

	saving  sync.Mutex
	unsaved atomic.Pointer[[]string] // the newest ticks
}

// givenPrefix marks what was given among the ticks that are kept.
const givenPrefix = "given."

// openTold leads somebody who told, paid or handed over something. When steps were ticked before, it goes on there.
func (a *App) openTold() {
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		kept, err := a.parts.Guided.Ticks.Ticked(ctx)
		return func() {
			if a.top() != at {
				return
			}
			l := &loss{}
			l.restore(kept)
			a.open(func() screen { return a.givenScreen(l) })
			if len(l.given) > 0 {
				a.openSteps(l)
			}
			a.failed("ticks not read", err)
		}
	})
}

// marks returns what was given and what is ticked, in one list.
func (l *loss) marks() []string {
	var ids []string
	for _, g := range l.given {
		ids = append(ids, givenPrefix+g)
	}
	return append(ids, l.ticked...)
}

// restore takes up what marks returned.
func (l *loss) restore(marks []string) {
	l.given, l.ticked = nil, nil
	for _, id := range marks {
		if g, ok := strings.CutPrefix(id, givenPrefix); ok {
			l.given = append(l.given, g)
		} else {
			l.ticked = append(l.ticked, id)
		}
	}
}

// gifts returns what was given, in the order it is offered.
func (l *loss) gifts() []check.Given {
	return slices.DeleteFunc(check.Givens(), func(g check.Given) bool { return !slices.Contains(l.given, string(g)) })
}

// givenScreen asks what they have now; any number of answers may be marked.
func (a *App) givenScreen(l *loss) screen {
	s := screen{keys: map[rune]func(){}}
	s.content = append(s.content, look.NewText(look.Title, a.words.ID("told.title")))
	if l.erased != nil {
		s.content = append(s.content, look.Calm(look.IconDone, look.NewText(look.Body, a.words.ID("told.window.erased")),
			look.Row(look.NewButton(look.IconBack, a.words.ID("told.window.undo"), func() { a.bringBack(l) }))))
	}
	var tiles []fyne.CanvasObject
	for i, g := range check.Givens() {
		key, id := rune('1'+i), string(g)
		s.keys[key] = func() {
			l.given, l.none, l.erased = toggled(l.given, id), false, nil
			a.rebuild()
		}
		tiles = append(tiles, look.NewTick(a.words.Say(g.Message()), string(key), slices.Contains(l.given, id), s.keys[key]))
	}
	s.keys['\n'] = func() { a.givenMarked(l) }
	s.content = append(s.content, look.Columns(answerColumn, tiles...))
	if l.none {
		s.content = append(s.content, look.Problem(a.words.ID("told.none")))
	}
	s.content = append(s.content, look.NewMainButton(look.IconPoint, a.words.ID("checks.window.go_on"), s.keys['\n']))
	return s
}

func (a *App) givenMarked(l *loss) {
	l.none = len(l.given) == 0
	if l.none {
		a.rebuild()
		return
	}
	if len(l.ticked) > 0 {
		a.keepTicks(l)
	}
	a.openSteps(l)
}

// keepTicks saves what is ticked. Saves wait for each other and each writes the newest, so the newest is what stays.
func (a *App) keepTicks(l *loss) {
	var newest []string
	if len(l.ticked) > 0 { // before, nothing is to be found on the computer
		newest = l.marks()
	}
	l.unsaved.Store(&newest)
	a.do(a.ctx, func(ctx context.Context) func() {
		l.saving.Lock()
		defer l.saving.Unlock()
		err := a.parts.Guided.Ticks.Keep(ctx, *l.unsaved.Load())
		return func() { a.failed("ticks not kept", err) }
	})
}

// startAgain erases the ticks and asks anew what was given.
func (a *App) startAgain(l *loss) {
	l.erased, l.printed = l.marks(), ""
	l.restore(nil)
	a.keepTicks(l)
	asked := a.visits[len(a.visits)-2]
	asked.control, asked.offset = -1, 0
	a.back()
}

// bringBack takes startAgain back.
func (a *App) bringBack(l *loss) {
	l.restore(l.erased)
	l.erased = nil
	a.keepTicks(l)
	a.rebuild()
	a.openSteps(l)
}
