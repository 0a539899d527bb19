package ui

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// openList shows the page of one followed list.
func (a *App) openList(id string) {
	a.open(func() screen { return a.oneListScreen(id) })
	a.top().name = screenList
}

// followed returns a list that is followed, or nil when it is no more.
func (a *App) followed(id string) *ListStatus {
	i := slices.IndexFunc(a.lists.followed, func(l ListStatus) bool { return l.ID == id })
	if i < 0 {
		return nil
	}
	return &a.lists.followed[i]
}

// oneListScreen shows what is known about a list, the words of its card, and what can be done about it.
func (a *App) oneListScreen(id string) screen {
	say := a.words.ID
	found := a.followed(id)
	if found == nil {
		return screen{content: []fyne.CanvasObject{look.NewText(look.Title, say("list.title"))}}
	}
	l := *found
	content := []fyne.CanvasObject{
		look.NewText(look.Title, look.OneLine(l.Name)),
		look.Card("", append(a.listState(l), look.NewText(look.Second, look.OneLine(l.Address)))...),
	}
	if l.Refused {
		content = append(content, look.Row(look.NewButton("", say("list.change"), func() { a.openChange(l) })))
	}
	words := look.Card(say("list.words"), look.NewText(look.Body, say("list.words.how")), a.fingerprint(l.Words))
	mute := look.NewButton("", say("list.mute"), func() { a.mute(l, true) })
	if l.Muted {
		mute = look.NewButton("", say("list.unmute"), func() { a.mute(l, false) })
	}
	return screen{content: append(content, words,
		look.Card("", look.NewText(look.Body, say("list.mute.means")), look.Row(mute)),
		look.Row(look.NewButton("", say("list.unfollow"), func() { a.openUnfollow(l) })))}
}

// fingerprint shows the words of a card, numbered.
func (a *App) fingerprint(in func(language string) []string) fyne.CanvasObject {
	var words []fyne.CanvasObject
	for i, w := range in(a.words.Language().Code) {
		words = append(words, look.NewText(look.ActTitle, fmt.Sprintf("%d\u00a0\u00a0%s", i+1, w)))
	}
	return look.Loose(wordColumn, words...)
}

func (a *App) mute(l ListStatus, muted bool) {
	a.changeList("list not muted", func(ctx context.Context) error { return a.parts.Lists.Mute(ctx, l.ID, muted) }, nil)
}

// changeList does something about a list, and then what is to follow when that worked.
func (a *App) changeList(what string, act func(context.Context) error, then func()) {
	a.do(a.ctx, func(ctx context.Context) func() {
		err := act(ctx)
		return func() {
			a.failed(what, err)
			if err == nil && then != nil {
				then()
			}
			a.loadLists()
			a.loadHome()
		}
	})
}

// openChange asks whether an edition is wanted that was refused for how much it changes.
func (a *App) openChange(l ListStatus) {
	a.open(func() screen {
		keep := look.NewMainButton("", a.words.ID("list.change.keep"), a.back)
		return screen{focus: keep, content: []fyne.CanvasObject{
			look.NewText(look.Title, a.words.ID("list.change.title")),
			look.Card("", look.NewText(look.ActTitle, look.OneLine(l.Name)),
				look.Problem(a.words.Say(l.LastSync.Message)), look.NewText(look.Body, a.words.ID("list.change.ask"))),
			keep,
			look.Row(look.NewButton("", a.words.ID("list.change.take"), func() { a.acceptChange(l) })),
		}}
	})
}

func (a *App) acceptChange(l ListStatus) {
	a.toLists()
	a.changeList("change not accepted",
		func(ctx context.Context) error { return a.parts.Lists.AcceptChange(ctx, l.ID) }, a.startSync)
}

// openUnfollow asks once whether to stop following a list, since its numbers are forgotten.
func (a *App) openUnfollow(l ListStatus) {
	a.open(func() screen {
		keep := look.NewMainButton("", a.words.ID("list.unfollow.keep"), a.back)
		return screen{focus: keep, content: []fyne.CanvasObject{
			look.NewText(look.Title, a.words.ID("list.unfollow.title")),
			look.Card("", look.NewText(look.ActTitle, look.OneLine(l.Name)),
				look.NewText(look.Body, a.words.ID("list.unfollow.means"))),
			keep,
			look.Row(look.NewButton("", a.words.ID("list.unfollow.stop"), func() { a.unfollow(l) })),
		}}
	})
}

func (a *App) unfollow(l ListStatus) {
	a.toLists()
	a.changeList("list not unfollowed", func(ctx context.Context) error { return a.parts.Lists.Unfollow(ctx, l.ID) }, nil)
}

// toLists goes back to the lists from one of the screens above them.
func (a *App) toLists() {
	for i, v := range a.visits {
		if v.name == screenLists {
			a.backTo(i)
			return
		}
	}
}

// replaceScreen shows the words of a list's card so far and of the one that is to take its place.
func (a *App) replaceScreen(c Card, l ListStatus, busy *bool) screen {
	say := a.words.ID
	same := look.NewMainButton(look.IconDone, say("list.replace.same"), func() {
		a.once(busy, "card not replaced", func(ctx context.Context) error { return a.parts.Lists.Replace(ctx, l.ID, c) })
	})
	acts := []fyne.CanvasObject{}
	if c.Namesake == l.ID {
		acts = append(acts, look.NewButton("", say("list.replace.beside"), func() {
			a.open(func() screen { return a.cardScreen(c, busy) })
		}))
	}
	acts = append(acts, look.NewButton("", say("list.card.different"), func() {
		a.tell(blocklist.Say("list.card.warning"))
		a.back()
	}))
	why := []fyne.CanvasObject{look.NewText(look.ActTitle, look.OneLine(l.Name))}
	if c.Namesake == l.ID {
		why = append(why, look.NewText(look.Body, say("list.replace.why")))
	}
	return screen{content: []fyne.CanvasObject{
		look.NewText(look.Title, say("list.replace.title")),
		look.Card("", append(why, look.NewText(look.Body, say("list.replace.how")),
			look.NewText(look.Body, say("list.replace.means")))...),
		look.Card(say("list.replace.old"), a.fingerprint(l.Words), look.NewText(look.Second, look.OneLine(l.Address))),
		look.Card(say("list.replace.new"), a.fingerprint(c.Words), look.NewText(look.Second, look.OneLine(c.Address))),
		same,
		look.Row(acts...),
	}}
}

// chooseReplaced asks for which list a card is, or goes on when there is one only.
func (a *App) chooseReplaced(c Card, busy *bool) {
	open := func(l ListStatus) { a.open(func() screen { return a.replaceScreen(c, l, busy) }) }
	if len(a.lists.followed) == 1 {
		open(a.lists.followed[0])
		return
	}
	a.open(func() screen {
		content := []fyne.CanvasObject{look.NewText(look.Title, a.words.ID("list.replace.which"))}
		for _, l := range a.lists.followed {
			content = append(content, look.NewTile(look.TilePlain, look.IconList, look.OneLine(l.Name),
				look.OneLine(l.Address), "", func() { open(l) }))
		}
		return screen{content: content}
	})
}
