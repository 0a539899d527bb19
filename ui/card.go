package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// cardScreen shows whose list a card is for and its fingerprint, to be compared over the phone before following it.
func (a *App) cardScreen(c Card, busy *bool) screen {
	say := a.words.ID
	var words []fyne.CanvasObject
	for i, w := range c.Words(a.words.Language().Code) {
		words = append(words, look.NewText(look.ActTitle, fmt.Sprintf("%d\u00a0\u00a0%s", i+1, w)))
	}
	same := look.NewMainButton(look.IconDone, say("list.card.same"), func() {
		if !*busy {
			*busy = true
			a.follow(c, busy)
		}
	})
	return screen{content: []fyne.CanvasObject{
		look.NewText(look.Title, say("list.card.title")),
		look.Card("", look.NewText(look.ActTitle, look.OneLine(c.Name)), look.NewText(look.Second, look.OneLine(c.Address))),
		look.Card(say("list.card.compare"), look.NewText(look.Body, say("list.card.how")),
			look.Loose(wordColumn, words...)),
		same,
		look.Row(look.NewButton("", say("list.card.different"), func() {
			a.tell(blocklist.Say("list.card.warning"))
			a.back()
		})),
	}}
}

// wordColumn is the least width of a fingerprint word, in text sizes.
const wordColumn = 12

// follow starts to follow a list, goes back to the lists and syncs.
func (a *App) follow(c Card, busy *bool) {
	a.do(a.ctx, func(ctx context.Context) func() {
		err := a.parts.Lists.Follow(ctx, c)
		return func() {
			*busy = false
			if err != nil {
				a.failed("list not followed", err)
				return
			}
			for i, v := range a.visits {
				if v.name == screenLists {
					a.backTo(i)
				}
			}
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
			a.open(func() screen { return a.cardScreen(card, &busy) })
		}
	})
}
