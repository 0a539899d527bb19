package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/script"
	"hangup/ui/look"
)

// openOutcome shows how the checks ended, with the numbers of the person's own people and banks.
func (a *App) openOutcome(run check.Run) {
	o, ok := run.Outcome()
	if !ok {
		return
	}
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		trusted, err := a.parts.Guided.Contacts(ctx)
		setup, setupErr := a.parts.Setup.State(ctx)
		return func() {
			if a.top() != at {
				return
			}
			o.Advice = o.AdviceFor(!setup.FamilyWord.IsZero())
			a.open(func() screen { return a.outcomeScreen(o, trusted) })
			a.failed("people not read", err)
			a.failed("setup not read", setupErr)
		}
	})
}

// outcomeScreen shows an outcome: the level, the one safe act, how it is done at the left and why at the right, and the
// trick behind it.
func (a *App) outcomeScreen(o check.Outcome, trusted []blocklist.Contact) screen {
	s := screen{keys: map[rune]func(){}}
	s.content = append(s.content, look.Band(o.Level, a.words.Say(o.Title), a.words.Say(o.Lead), ""))
	people := a.whom(o.Act, o.Services, trusted)
	if o.Act == check.Recover {
		s.keys['1'] = a.openTold
		tile := look.NewTile(look.TileStop, look.IconTold, a.words.Say(o.Act.Message()), "", "1", a.openTold)
		s.content, s.focus = append(s.content, tile), tile
	} else {
		s.content = append(s.content, look.SafeAct(actIcons[o.Act], a.words.Say(o.Act.Message()), a.numberRows(o.Act, people)...))
	}
	s.content = append(s.content, look.Columns(cardColumn,
		look.Card(a.words.ID("checks.window.how"), look.Steps(a.sentences(o.Advice)...)),
		look.Card(a.words.ID("verdict.why"), look.Points(look.LevelTint(o.Level), a.sentences(o.Reasons)...))))
	if a.home.helper != nil && o.Act != check.CallPerson && o.Act != check.CallSaved {
		s.content = append(s.content, a.helperCard())
	}
	if trick := a.trickCards(o); trick != nil {
		s.content = append(s.content, trick)
	}
	if o.Recovery && o.Act != check.Recover {
		s.keys['1'] = a.openTold
		s.content = append(s.content, look.NewTile(look.TilePlain, look.IconTold, a.words.ID("checks.window.told"),
			a.words.ID("home.told.when"), "1", a.openTold))
	}
	s.content = append(s.content, look.Row(look.NewButton(look.IconSync, a.words.ID("checks.window.again"), func() {
		a.backTo(0)
		a.openAsk()
	}), a.saveButton(Call{Party: o.Party, Asks: o.Asks, Flags: o.Flags})))
	return s
}

var actIcons = map[check.Act]look.Icon{
	check.CallBank: look.IconBank, check.CallPerson: look.IconPerson, check.CallHotline: look.IconCall,
	check.CallSaved: look.IconFamily, check.CallKnown: look.IconCall, check.GoOn: look.IconKnown,
}

// trickCards tell the likeliest trick behind an outcome and what its next caller will say; nil when none is known.
func (a *App) trickCards(o check.Outcome) fyne.CanvasObject {
	library := a.parts.Library()
	if library == nil {
		return nil
	}
	tricks := o.Tricks(library, a.chosen.Region)
	if len(tricks) == 0 {
		return nil
	}
	trick := tricks[0]
	var story []fyne.CanvasObject
	if m, ok := trick.Story(); ok {
		story = append(story, look.NewText(look.Body, a.words.Say(m)))
	}
	story = append(story, look.Row(look.NewButton(look.IconMore, a.words.ID("tricks.more"), func() { a.openTrick(trick.ID) })))
	cards := []fyne.CanvasObject{look.Card(a.trickTitle(trick), story...)}
	if next, ok := trick.NextCall(); ok {
		cards = append(cards, look.Card(a.words.ID("said.next"), look.NewText(look.Body, a.words.Say(next))))
	}
	return look.Columns(cardColumn, cards...)
}

func (a *App) trickTitle(s script.Script) string {
	return a.words.Say(blocklist.Message{ID: "said.trick", Args: blocklist.Args{"Title": s.Title()}})
}
