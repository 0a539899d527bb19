package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// packFacts are what is known about the parts of the lists.
type packFacts struct {
	choice PackChoice
	loaded bool
	search string
}

func (a *App) openPacks() {
	facts := &packFacts{}
	a.open(func() screen { return a.packsScreen(facts) })
	a.top().name = screenPacks
	a.loadPacks(facts, nil)
}

// loadPacks reads the parts, after a change if there is one, and shows them when they are still on the screen.
func (a *App) loadPacks(facts *packFacts, change func(context.Context) error) {
	at := a.top()
	a.do(at.ctx, func(ctx context.Context) func() {
		var err error
		if change != nil {
			err = change(ctx)
		}
		choice, readErr := a.parts.Lists.Packs(ctx)
		if err == nil {
			err = readErr
		}
		return func() {
			if readErr == nil {
				facts.choice, facts.loaded = choice, true
			}
			if a.top() == at {
				a.rebuild()
			}
			a.failed("parts of the lists", err)
			a.loadHome()
		}
	})
}

// packsScreen shows which countries' numbers are here, and what others cost to download.
func (a *App) packsScreen(facts *packFacts) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{
		look.NewText(look.Title, say("packs.title")), look.NewText(look.Second, say("packs.why")),
	}
	if !facts.loaded {
		return screen{content: append(content, look.NewText(look.Body, say("packs.reading")))}
	}
	chosen, rest := a.packTiles(facts)
	content = append(content, chosen...)
	if facts.toCome() {
		content = append(content, look.NewMainButton(look.IconSync, say("list.sync"), func() {
			a.toLists()
			a.startSync()
		}))
	}
	content = append(content, a.meteredTile(facts))
	if err := facts.choice.Offered; err != nil {
		content = append(content, look.Calm(look.IconKnown, look.NewText(look.Body, say("packs.not_known")),
			look.NewText(look.Body, a.words.Say(blocklist.Explain(err)))))
	}
	if len(facts.choice.Packs) == 0 {
		content = append(content, look.NewText(look.Body, say("packs.none")))
	}
	if len(rest.Objects) == 0 {
		return screen{content: content}
	}
	return screen{content: append(content, look.NewText(look.ActTitle, say("packs.more")), a.packSearch(facts, rest), rest)}
}

// toCome reports whether the next sync brings a part.
func (f *packFacts) toCome() bool {
	for _, p := range f.choice.Packs {
		if p.Chosen && p.Bytes > 0 && (p.Home || !f.choice.Metered) {
			return true
		}
	}
	return false
}

// packSearch narrows down what can be added.
func (a *App) packSearch(facts *packFacts, rest *fyne.Container) fyne.CanvasObject {
	field := look.NewField(a.words.ID("packs.search"), facts.search)
	field.Typed = func(text string, cursor int) (string, int) {
		facts.search = text
		_, found := a.packTiles(facts)
		rest.Objects = found.Objects
		if len(rest.Objects) == 0 {
			rest.Objects = []fyne.CanvasObject{look.NewText(look.Body, a.words.ID("relatives.country.not_found"))}
		}
		a.page.Relayout()
		return text, cursor
	}
	return field
}

// packTiles returns the tiles of what is chosen, and of what can be added and was searched for.
func (a *App) packTiles(facts *packFacts) (chosen []fyne.CanvasObject, rest *fyne.Container) {
	rest = look.Columns(choiceColumn)
	for _, p := range facts.choice.Packs {
		switch name, state := a.words.Say(p.Name), a.words.Say(p.State); {
		case p.Home:
			chosen = append(chosen, look.Card("", look.NewText(look.ActTitle, name), look.NewText(look.Body, state),
				look.NewText(look.Second, a.words.ID("packs.home"))))
		case p.Chosen:
			chosen = append(chosen, look.NewTile(look.TileChosen, look.IconChosen, name, state, "", func() {
				a.loadPacks(facts, func(ctx context.Context) error { return a.parts.Lists.RemovePack(ctx, p.Code) })
			}))
		case a.isLike(p, facts.search):
			rest.Objects = append(rest.Objects, look.NewTile(look.TileAnswer, look.IconNotChosen, name, state, "", func() {
				a.loadPacks(facts, func(ctx context.Context) error { return a.parts.Lists.AddPack(ctx, p.Code) })
			}))
		}
	}
	return chosen, rest
}

// isLike reports whether a word in the name of one of a part's countries begins with the search.
func (a *App) isLike(p Pack, search string) bool {
	search = " " + plainLetters.Replace(strings.ToLower(strings.TrimSpace(search)))
	if search == " " || strings.HasPrefix(search, " "+p.Code) || strings.HasPrefix(search, " +"+p.Code) {
		return true
	}
	for _, r := range p.Countries {
		if strings.Contains(" "+plainLetters.Replace(strings.ToLower(a.words.Country(r))), search) {
			return true
		}
	}
	return false
}

// meteredTile says whether bytes are saved, and changes that.
func (a *App) meteredTile(facts *packFacts) fyne.CanvasObject {
	metered := facts.choice.Metered
	kind, icon, state := look.TileAnswer, look.IconNotChosen, "packs.metered.off"
	if metered {
		kind, icon, state = look.TileChosen, look.IconChosen, "packs.metered.on"
	}
	return look.NewTile(kind, icon, a.words.ID("packs.metered.act"), a.words.ID(state), "", func() {
		a.loadPacks(facts, func(ctx context.Context) error { return a.parts.Lists.SetMetered(ctx, !metered) })
	})
}
