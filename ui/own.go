package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// doubt is what the person did, on a verdict's page, about a warning that is not right.
type doubt struct {
	allowed bool   // the number was put on the own list just now
	report  string // path of the report file, when one was written
}

// titleAllowed is the title of the verdict on a number of the own list.
const titleAllowed = "verdict.known_allowed.title"

// doubtButton leads to the person's own list, where that can help: from a warning, and from a number that is on it.
func (a *App) doubtButton(x *answer, d *blocklist.Direction, w *doubt) fyne.CanvasObject {
	v := x.verdict
	switch {
	case v.Title.ID == titleAllowed && !w.allowed:
		return look.NewButton("", a.words.ID("verdict.own.remove"), func() { a.disallow(x, d, w) })
	case v.Level == blocklist.Known, v.Level == blocklist.Unlisted && v.Evidence == nil, !a.parts.Own.May(x.number):
		return nil
	}
	return look.NewButton("", a.words.ID("verdict.doubt"), func() {
		a.open(func() screen { return a.doubtScreen(x, d, w) })
	})
}

// doubtScreen asks once before a warning is switched off, for criminals ask people to do just that.
func (a *App) doubtScreen(x *answer, d *blocklist.Direction, w *doubt) screen {
	say := a.words.ID
	keep := look.NewMainButton("", say("verdict.doubt.keep"), a.back)
	return screen{focus: keep, content: []fyne.CanvasObject{
		look.NewText(look.Title, say("verdict.doubt.title")),
		look.Card("", look.NewText(look.ActTitle, look.KeepTogether(a.display(x.number))),
			look.NewText(look.Body, say("verdict.doubt.asked")), look.NewText(look.Body, say("verdict.doubt.means"))),
		keep,
		look.Row(look.NewButton("", say("verdict.doubt.allow"), func() { a.allow(x, d, w) })),
	}}
}

// allow puts the number on the own list and goes back to the verdict, which is another one now.
func (a *App) allow(x *answer, d *blocklist.Direction, w *doubt) {
	at := a.top()
	a.change(x, d, "number not allowed", a.parts.Own.Allow, func() {
		w.allowed = true
		if a.top() == at {
			verdict := a.visits[len(a.visits)-2]
			verdict.control, verdict.offset = -1, 0
			a.back()
		}
	})
}

func (a *App) disallow(x *answer, d *blocklist.Direction, w *doubt) {
	a.change(x, d, "number not taken off", a.parts.Own.Disallow, func() { *w = doubt{} })
}

// change does something about a number, answers again, and shows what came of it where that is on the screen.
func (a *App) change(
	x *answer, d *blocklist.Direction, what string, act func(context.Context, blocklist.Number) error, done func(),
) {
	at, number, direction := a.top(), x.number, *d
	a.do(a.ctx, func(ctx context.Context) func() {
		var verdict blocklist.Verdict
		err := act(ctx, number)
		if err == nil {
			verdict, err = a.parts.Checker.Verdict(ctx, number, direction)
		}
		return func() {
			if err != nil {
				a.failed(what, err)
				return
			}
			x.verdict = verdict
			done()
			if a.top() == at {
				at.control, at.offset = -1, 0
				a.show()
			}
		}
	})
}

// allowedCard says that the number is on the own list now, how to take that back, and offers a report.
func (a *App) allowedCard(x *answer, d *blocklist.Direction, w *doubt) fyne.CanvasObject {
	say := a.words.ID
	lines := []fyne.CanvasObject{
		look.NewText(look.ActTitle, say("verdict.own.done")),
		look.Row(look.NewButton(look.IconBack, say("verdict.own.undo"), func() { a.disallow(x, d, w) })),
	}
	switch {
	case x.number.E164 == "":
	case w.report == "":
		lines = append(lines, look.NewText(look.Body, say("verdict.report.offer")),
			look.Row(look.NewButton(look.IconFile, say("verdict.report.write"), func() { a.writeReport(x, w) })))
	default:
		lines = append(lines,
			look.NewText(look.Body, a.words.Say(blocklist.Message{
				ID: "verdict.report.done", Args: blocklist.Args{"File": w.report},
			})),
			look.NewText(look.Body, say("verdict.report.not_sent")))
	}
	return look.Calm(look.IconKnown, lines...)
}

// writeReport writes a report file about the number.
func (a *App) writeReport(x *answer, w *doubt) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		path, err := a.parts.Own.Report(ctx, x.number)
		return func() {
			if err != nil {
				a.failed("report not written", err)
				return
			}
			w.report = path
			if a.top() == at { // without the button that was pressed
				a.remember()
				at.control = -1
				a.show()
			}
		}
	})
}

// ownList is the person's own list as the screen shows it.
type ownList struct {
	numbers []OwnNumber
	loaded  bool
	removed *OwnNumber // just now
}

func (a *App) openOwn() {
	l := &ownList{}
	a.open(func() screen { return a.ownScreen(l) })
	a.changeOwn(l, "own list not read", func(context.Context) error { return nil })
}

// changeOwn does something to the own list, reads it and shows it.
func (a *App) changeOwn(l *ownList, what string, act func(context.Context) error) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		err := act(ctx)
		numbers, readErr := a.parts.Own.Numbers(ctx)
		if err == nil {
			err = readErr
		}
		return func() {
			if readErr == nil {
				l.numbers, l.loaded = numbers, true
			}
			if a.top() == at {
				at.control = -1
				a.show()
			}
			a.failed(what, err)
		}
	})
}

// ownScreen shows the numbers that the person said are all right, each with a way to take that back.
func (a *App) ownScreen(l *ownList) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, say("relatives.own.title"))}
	switch {
	case len(l.numbers) > 0:
		content = append(content, look.NewText(look.Body, say("relatives.own.why")))
	case l.loaded:
		content = append(content, look.NewText(look.Body, say("relatives.own.empty")),
			look.NewText(look.Body, say("relatives.own.how")))
	}
	if l.removed != nil {
		back := *l.removed
		content = append(content, look.Calm(look.IconKnown,
			look.NewText(look.Body, a.words.Say(blocklist.Message{
				ID: "relatives.own.removed", Args: blocklist.Args{"Number": back.Number},
			})),
			look.Row(look.NewButton(look.IconBack, say("relatives.own.put_back"), func() {
				l.removed = nil
				a.changeOwn(l, "number not put back", func(ctx context.Context) error { return a.parts.Own.PutBack(ctx, back) })
			}))))
	}
	for _, n := range l.numbers {
		content = append(content, look.Card("", look.NewText(look.ActTitle, look.KeepTogether(n.Number)),
			look.Row(look.NewButton("", say("relatives.own.remove"), func() {
				l.removed = &n
				a.changeOwn(l, "number not removed", func(ctx context.Context) error { return a.parts.Own.Remove(ctx, n) })
			}))))
	}
	return screen{content: content}
}
