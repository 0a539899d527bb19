package ui

import (
	"context"

	"hangup/blocklist/check"
	"hangup/ui/look"
)

// openHangUp shows how to get away from a caller who does not let go. After the pause a calm sentence comes below the
// button, which could be pressed all the time.
func (a *App) openHangUp(q check.Question, done func()) {
	rested := false
	a.open(func() screen { return a.hangUpScreen(q, rested, done) })
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		over := a.parts.Guided.rest(ctx, q.Pause)
		return func() {
			rested = over
			if over && a.top() == at {
				a.rebuild()
			}
		}
	})
}

func (a *App) hangUpScreen(q check.Question, rested bool, done func()) screen {
	goOn := look.NewMainButton(look.IconHangUp, a.words.Say(q.Answers[0].Text), done)
	s := screen{keys: map[rune]func(){'\n': done}}
	s.content = append(s.content, look.Loud(a.words.Say(q.Title), a.words.Say(q.Lead)),
		look.Card("", look.LoudSteps(a.sentences(q.Acts)...)), goOn)
	if rested {
		s.content = append(s.content, look.Calm(look.IconDone, look.NewText(look.ActTitle, a.words.ID("checks.window.rested"))))
	}
	return s
}
