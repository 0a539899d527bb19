package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/handout"
	"hangup/ui/look"
)

// diaryList is the diary as the screen shows it.
type diaryList struct {
	calls  []Call
	loaded bool
	undo   Undo // takes a deletion back, or nil
	// said tells what came of an export.
	said []string
}

// openDiary shows what was written down.
func (a *App) openDiary() {
	l := &diaryList{}
	a.open(func() screen { return a.diaryScreen(l) })
	a.top().shown = func() { a.changeDiary(l, "diary not read", nil) }
	a.top().shown()
}

// changeDiary does something to the diary, reads it and shows it. A nil act only reads.
func (a *App) changeDiary(l *diaryList, what string, act func(context.Context) (Undo, error)) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		var undo Undo
		var err error
		if act != nil {
			undo, err = act(ctx)
		}
		calls, readErr := a.parts.Diary.Calls(ctx)
		return func() {
			if readErr == nil {
				l.calls, l.loaded = calls, true
			}
			if act != nil && err == nil {
				l.undo, l.said = undo, nil
			}
			if a.top() == at {
				at.control, at.offset = -1, 0
				a.show()
			}
			a.failed(what, err)
			a.failed("diary not read", readErr)
		}
	})
}

// diaryScreen shows the calls, the newest first, and what can be made of them.
func (a *App) diaryScreen(l *diaryList) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, say("diary.title"))}
	if l.undo != nil {
		content = append(content, look.Calm(look.IconDone, look.NewText(look.Body, say("cli.diary.deleted")),
			look.Row(look.NewButton(look.IconBack, say("diary.put_back"), func() {
				undo := l.undo
				a.changeDiary(l, "call not put back", func(ctx context.Context) (Undo, error) { return nil, undo(ctx) })
			}))))
	}
	if len(l.said) > 0 {
		var lines []fyne.CanvasObject
		for _, s := range l.said {
			lines = append(lines, look.NewText(look.Body, s))
		}
		content = append(content, look.Calm(look.IconDone, lines...))
	}
	add := look.NewMainButton(look.IconTold, say("diary.add"), func() { a.openCall(Call{At: a.parts.now()}) })
	content = append(content, add)
	if l.loaded && len(l.calls) == 0 {
		content = append(content, look.NewText(look.Body, say("diary.empty")), look.NewText(look.Second, say("diary.private")))
	}
	if len(l.calls) > 0 {
		content = append(content, look.Row(
			look.NewButton(look.IconFile, say("diary.print"), func() { a.printDiary() }),
			look.NewButton(look.IconFolder, say("diary.export"), func() { a.exportDiary(l) }),
			look.NewButton("", say("diary.erase"), func() { a.openEraseDiary(l) })))
	}
	for _, c := range l.calls {
		content = append(content, a.callCard(l, c))
	}
	return screen{content: content, focus: add}
}

// callCard shows one call and what can be done about it.
func (a *App) callCard(l *diaryList, c Call) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, row := range c.Rows {
		text := look.Clean(row.Text)
		if len(row.Said) > 0 {
			text = strings.Join(a.sentences(row.Said), " · ")
		}
		lines = append(lines, look.Column(0.1, look.NewText(look.Second, a.words.Say(row.Label)), look.NewText(look.Body, text)))
	}
	return look.Card("", append(lines, look.Row(
		look.NewButton("", a.words.ID("people.change_it"), func() { a.openCall(c) }),
		look.NewButton("", a.words.ID("diary.delete"), func() {
			a.changeDiary(l, "call not deleted", func(ctx context.Context) (Undo, error) { return a.parts.Diary.Delete(ctx, c) })
		})))...)
}

// printDiary opens the statement in the browser, which prints it.
func (a *App) printDiary() {
	language := a.words.Language().Code
	a.do(a.ctx, func(ctx context.Context) func() {
		path, err := a.parts.Diary.Print(ctx, language)
		return func() {
			if err != nil {
				a.failed("statement not written", err)
				return
			}
			if err := fyne.CurrentApp().OpenURL(handout.URL(path)); err != nil {
				a.parts.Log.Warn("statement not opened", "error", err)
			}
			a.tell(blocklist.Message{ID: "cli.diary.exported", Args: blocklist.Args{"File": path}})
		}
	})
}

// exportDiary writes the statement as a file for computers, and tells its sum and what that proves.
func (a *App) exportDiary(l *diaryList) {
	at, language := a.top(), a.words.Language().Code
	a.do(a.ctx, func(ctx context.Context) func() {
		path, sum, err := a.parts.Diary.Export(ctx, language)
		return func() {
			if err != nil {
				a.failed("statement not written", err)
				return
			}
			l.said = []string{
				a.words.Say(blocklist.Message{ID: "cli.diary.exported", Args: blocklist.Args{"File": path}}),
				a.words.Say(blocklist.Message{ID: "cli.diary.sum", Args: blocklist.Args{"Sum": sum}}),
				a.words.ID("diary.sum.proves"), a.words.ID("diary.sum.keep"), a.words.ID("diary.sum.does_not"),
			}
			if a.top() == at {
				at.control, at.offset = -1, 0
				a.show()
			}
		}
	})
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
			look.Row(look.NewButton("", say("diary.erase.now"), func() {
				a.back()
				a.changeDiary(l, "diary not erased", func(ctx context.Context) (Undo, error) {
					return nil, a.parts.Diary.EraseAll(ctx)
				})
			})),
		}}
	})
}

// saveButton offers to write a call down.
func (a *App) saveButton(c Call) fyne.CanvasObject {
	return look.NewButton(look.IconTold, a.words.ID("diary.save_to"), func() {
		c.At = a.parts.now()
		a.openCall(c)
	})
}
