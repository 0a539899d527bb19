package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// written is a call of the diary on its page.
type written struct {
	call    Call
	from    Call   // as it was offered for saving
	undo    Undo   // takes the deletion back, or nil
	printed string // path of the page that was written, or empty
}

// gone reports whether the call was deleted.
func (w *written) gone() bool { return w.undo != nil }

func (a *App) openWritten(w *written) { a.open(func() screen { return a.writtenScreen(w) }) }

// writtenScreen shows one call and what can be done about it. A deleted one can be put back as long as it is shown.
func (a *App) writtenScreen(w *written) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, a.callTime(w.call.At))}
	if w.gone() {
		back := look.NewButton(look.IconBack, say("diary.put_back"), func() { a.putCallBack(w) })
		return screen{focus: back, content: append(content,
			look.Calm(look.IconDone, look.NewText(look.ActTitle, say("cli.diary.deleted")), look.Row(back)))}
	}
	if w.printed != "" {
		content = append(content, a.printedCard(w.printed))
	}
	return screen{content: append(content, a.callCard(w.call), look.Row(
		look.NewButton("", say("people.change_it"), func() { a.openCall(w.call, func(saved Call) { w.call = saved }) }),
		look.NewButton(look.IconPrint, say("diary.statement.print"), func() { a.printCalls(&w.printed, w.call) }),
		look.NewButton("", say("diary.delete"), func() { a.deleteCall(w) })))}
}

// callCard tells what is known of a call, line by line.
func (a *App) callCard(c Call) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, row := range c.Rows {
		text := look.Clean(row.Text)
		if len(row.Said) > 0 {
			text = strings.Join(a.sentences(row.Said), " · ")
		}
		lines = append(lines, look.Column(0.1, look.NewText(look.Second, a.words.Say(row.Label)), look.NewText(look.Body, text)))
	}
	return look.Card("", lines...)
}

func (a *App) deleteCall(w *written) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		undo, err := a.parts.Diary.Delete(ctx, w.call)
		return func() {
			if err != nil {
				a.failed("call not deleted", err)
				return
			}
			w.undo = undo
			a.showAgain(at)
		}
	})
}

func (a *App) putCallBack(w *written) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		err := w.undo(ctx)
		return func() {
			if err != nil {
				a.failed("call not put back", err)
				return
			}
			w.undo = nil
			a.showAgain(at)
		}
	})
}

// showAgain builds a screen again from its top, when it is the one that is shown.
func (a *App) showAgain(at *visit) {
	if a.top() == at {
		at.control, at.offset = -1, 0
		a.show()
	}
}

// printCalls writes these calls, or all when there is none, as a page and opens it in the browser, which prints it.
// Where no browser opens, the page is found by its path.
func (a *App) printCalls(printed *string, calls ...Call) {
	at, language := a.top(), a.words.Language().Code
	a.print(printed, func() { a.showAgain(at) }, func(ctx context.Context) (string, error) {
		return a.parts.Diary.Print(ctx, language, calls...)
	})
}

// printedCard says where a page is that was opened in the browser.
func (a *App) printedCard(path string) fyne.CanvasObject {
	return look.Calm(look.IconDone, look.NewText(look.ActTitle, a.words.ID("diary.statement.printed")),
		look.NewText(look.Body, a.words.Say(blocklist.Message{
			ID: "cli.diary.exported", Args: blocklist.Args{"File": path},
		})))
}
