package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// cardScreen shows whose list a card is for and its fingerprint, to be compared over the phone before following it.
func (a *App) cardScreen(c Card, busy *bool) screen {
	say := a.words.ID
	same := look.NewMainButton(look.IconDone, say("list.card.same"), func() {
		a.once(busy, "list not followed", func(ctx context.Context) error { return a.parts.Lists.Follow(ctx, c) })
	})
	acts := []fyne.CanvasObject{look.NewButton("", say("list.card.different"), func() {
		a.tell(blocklist.Say("list.card.warning"))
		a.back()
	})}
	if !c.Known && c.Namesake == "" && len(a.lists.followed) > 0 {
		acts = append(acts, look.NewButton("", say("list.replace.choose"), func() { a.chooseReplaced(c, busy) }))
	}
	return screen{content: []fyne.CanvasObject{
		look.NewText(look.Title, say("list.card.title")),
		look.Card("", look.NewText(look.ActTitle, look.OneLine(c.Name)), look.NewText(look.Second, look.OneLine(c.Address))),
		look.Card(say("list.card.compare"), look.NewText(look.Body, say("list.card.how")),
			a.fingerprint(c.Words)),
		same,
		look.Row(acts...),
	}}
}

// wordColumn is the least width of a fingerprint word, in text sizes.
const wordColumn = 12

// once does something with a card, unless that is under way, goes back to the lists and syncs.
func (a *App) once(busy *bool, what string, act func(context.Context) error) {
	if *busy {
		return
	}
	*busy = true
	a.do(a.ctx, func(ctx context.Context) func() {
		err := act(ctx)
		return func() {
			*busy = false
			if err != nil {
				a.failed(what, err)
				return
			}
			a.toLists()
			a.startSync()
			a.loadLists()
		}
	})
}

// readCard reads a card and shows it, or says what is wrong.
func (a *App) readCard(pathOrText string, failed func(blocklist.Message)) {
	pathOrText = strings.TrimSpace(pathOrText)
	v := a.top()
	a.do(v.ctx, func(ctx context.Context) func() {
		card, err := a.parts.Lists.ReadCard(ctx, pathOrText)
		return func() {
			if a.top() != v {
				return
			}
			if err != nil {
				a.parts.Log.Warn("card not read", "error", err)
				failed(blocklist.Explain(err))
				return
			}
			busy := false
			if l := a.followed(card.Namesake); l != nil {
				a.open(func() screen { return a.replaceScreen(card, *l, &busy) })
				return
			}
			a.open(func() screen { return a.cardScreen(card, &busy) })
		}
	})
}
