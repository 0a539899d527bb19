package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/look"
)

// diaryList is the diary as the screen shows it.
type diaryList struct {
	calls  []Call
	loaded bool
}

// openDiary shows what was written down.
func (a *App) openDiary() {
	l := &diaryList{}
	a.open(func() screen { return a.diaryScreen(l) })
	a.top().shown = func() { a.loadDiary(l) }
	a.loadDiary(l)
}

// loadDiary reads the diary and shows it.
func (a *App) loadDiary(l *diaryList) {
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		calls, err := a.parts.Diary.Calls(ctx)
		return func() {
			if err == nil {
				l.calls, l.loaded = calls, true
			}
			if a.top() == at {
				a.rebuild()
			}
			a.failed("diary not read", err)
		}
	})
}

// diaryScreen shows the calls, the newest first, and what can be made of them.
func (a *App) diaryScreen(l *diaryList) screen {
	say := a.words.ID
	add := func() { a.openCall(Call{At: a.parts.now()}, nil) }
	content := []fyne.CanvasObject{
		look.NewText(look.Title, say("diary.title")), look.NewMainButton(look.IconTold, say("diary.add"), add),
	}
	if l.loaded && len(l.calls) == 0 {
		content = append(content, look.NewText(look.Body, say("diary.empty")))
	}
	var tiles []fyne.CanvasObject
	for _, c := range l.calls {
		tiles = append(tiles, a.callTile(c))
	}
	content = append(content, look.Columns(cardColumn, tiles...))
	if len(l.calls) > 0 {
		content = append(content, look.Row(
			look.NewButton(look.IconPrint, say("diary.statement.tile"), a.openStatement),
			look.NewButton("", say("diary.erase"), func() { a.openEraseDiary(l) })))
	}
	content = append(content, look.NewText(look.Second, say("diary.private")))
	return screen{content: content, keys: map[rune]func(){'\n': add}}
}

// callTile leads to the page of one call.
func (a *App) callTile(c Call) fyne.CanvasObject {
	title := look.KeepTogether(c.Number)
	if title == "" {
		title = a.words.ID("diary.no_number")
	}
	open := func() { a.openWritten(&written{call: c}) }
	second := join(a.callTime(c.At), a.partyName(c.Party))
	if c.Level != nil {
		return look.NewLevelTile(*c.Level, title, join(a.words.ID(levelNames[*c.Level]), second), open)
	}
	return look.NewTile(look.TileAnswer, look.IconTold, title, second, "", open)
}

// openEraseDiary asks once before everything is gone for good.
func (a *App) openEraseDiary(l *diaryList) {
	a.open(func() screen {
		say := a.words.ID
		keep := look.NewMainButton(look.IconBack, say("diary.erase.keep"), a.back)
		return screen{focus: keep, content: []fyne.CanvasObject{
			look.NewText(look.Title, say("diary.erase.title")),
			look.NewText(look.Body, say("diary.erase.means")),
			keep,
			look.Row(look.NewButton("", say("diary.erase.now"), a.eraseDiary)),
		}}
	})
}

func (a *App) eraseDiary() {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		err := a.parts.Diary.EraseAll(ctx)
		return func() {
			if a.top() == at {
				a.back()
			}
			if err != nil {
				a.failed("diary not erased", err)
				return
			}
			a.tell(blocklist.Say("cli.diary.erased"))
		}
	})
}

// saveButton offers to write a call down. On a screen where that was done it leads to what was written.
func (a *App) saveButton(c Call) fyne.CanvasObject {
	v := a.top()
	if w := v.written; w != nil && !w.gone() && w.from.Number == c.Number && w.from.Typed == c.Typed {
		return look.NewButton(look.IconDone, a.words.ID("diary.look"), func() { a.openWritten(w) })
	}
	return look.NewButton(look.IconTold, a.words.ID("diary.save_to"), func() {
		c.At = a.parts.now()
		a.openCall(c, func(saved Call) { v.written = &written{call: saved, from: c} })
	})
}

// dialled is a number as people write it, or nothing for a hidden one.
func dialled(n blocklist.Number) string {
	if n.E164 == "" && n.Short == "" {
		return ""
	}
	if n.Display != "" {
		return n.Display
	}
	return n.E164 + n.Short
}

// names returns what was given by the names under which the diary keeps it.
func names(given []check.Given) []string {
	list := make([]string, 0, len(given))
	for _, g := range given {
		list = append(list, string(g))
	}
	return list
}
