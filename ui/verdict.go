package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

func (a *App) openVerdict(x answer, d blocklist.Direction) {
	w := doubt{}
	a.open(func() screen { return a.verdictScreen(&x, &d, &w) })
}

// verdictScreen shows what is known about a number: the level, what to do at the left, why at the right.
func (a *App) verdictScreen(x *answer, d *blocklist.Direction, w *doubt) screen {
	v := x.verdict
	advice, reasons := a.sentences(v.Advice), a.sentences(v.Reasons)
	content := []fyne.CanvasObject{
		look.Band(v.Level, a.words.Say(v.Title), a.words.Say(v.Lead),
			join(look.KeepTogether(a.display(x.number)), a.place(x.number))),
	}
	if w.allowed {
		content = append(content, a.allowedCard(x, d, w))
	}
	content = append(content, look.Columns(cardColumn,
		look.Card(a.words.ID("verdict.what_to_do"), look.Steps(advice...)),
		look.Card(a.words.ID("verdict.why"), look.Points(look.LevelTint(v.Level), reasons...))))
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	other, label := blocklist.Calling, "check.calling"
	if *d == blocklist.Calling {
		other, label = blocklist.TheyCalled, "check.they_called"
	}
	acts := []fyne.CanvasObject{
		look.NewButton(look.IconCheckNumber, a.words.ID("verdict.another"), func() {
			a.backTo(0)
			a.openCheck()
		}),
		look.NewButton(look.IconCall, a.words.ID(label), func() { a.turn(x, d, other) }),
	}
	if button := a.doubtButton(x, d, w); button != nil {
		acts = append(acts, button)
	}
	acts = append(acts, a.saveButton(Call{Number: dialled(x.number), Verdict: &v}))
	return screen{content: append(content, look.Row(acts...))}
}

// cardColumn is the least width of a card that stands beside another, in text sizes.
const cardColumn = 24

// turn answers again for the other direction, on the same screen.
func (a *App) turn(x *answer, d *blocklist.Direction, other blocklist.Direction) {
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		verdict, err := a.parts.Checker.Verdict(ctx, x.number, other)
		return func() {
			if err != nil {
				a.failed("verdict not given", err)
				return
			}
			x.verdict, *d = verdict, other
			if a.top() == at {
				a.rebuild()
				a.page.ScrollTo(0)
			}
		}
	})
}

func (a *App) sentences(messages []blocklist.Message) []string {
	said := make([]string, 0, len(messages))
	for _, m := range messages {
		said = append(said, a.words.Say(m))
	}
	return said
}
