package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// wizardStep is one part of the guided setup. Whether it is done follows from what is set up, so that the way through
// can be left at any step and taken up again on another day.
type wizardStep struct {
	icon  look.Icon
	title string // message id
	state string // in words
	done  bool
	open  func()
}

// openWizard leads a relative through the setup.
func (a *App) openWizard() {
	r := &relatives{}
	a.open(func() screen { return a.wizardScreen(r) })
	a.top().shown = func() { a.changeRelatives(r, "setup not read", nil) }
	a.top().shown()
}

// wizardScreen shows all steps with their state; its main button opens the first that is not done.
func (a *App) wizardScreen(r *relatives) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, say("setup.wizard.title"))}
	if !r.loaded {
		return screen{content: content}
	}
	steps := a.wizardSteps(r)
	var tiles []fyne.CanvasObject
	keys := map[rune]func(){}
	var next *look.Button
	for i, s := range steps {
		key := rune('1' + i)
		keys[key] = s.open
		icon := s.icon
		if s.done {
			icon = look.IconDone
		}
		tiles = append(tiles, look.NewTile(look.TilePlain, icon, say(s.title), s.state, string(key), s.open))
		if !s.done && next == nil {
			label := a.words.Say(blocklist.Message{ID: "setup.wizard.next", Args: blocklist.Args{"Step": say(s.title)}})
			next = look.NewMainButton(look.IconPoint, label, s.open)
		}
	}
	home, card := func() { a.backTo(0) }, append(a.printedNote(r.card), look.Row(a.cardButton(&r.card)))
	if next == nil { // then the card is what is left to do
		next = look.NewMainButton(look.IconHome, say("setup.wizard.home"), home)
		content = append(content, look.NewText(look.Body, say("setup.wizard.all_done")))
		content = append(append(content, card...), next, look.Columns(actColumn, tiles...))
	} else {
		content = append(content, look.Split(look.NewText(look.Body, say("setup.wizard.why")),
			look.NewButton(look.IconHome, say("setup.wizard.home"), home)), next, look.Columns(actColumn, tiles...))
		content = append(content, card...)
	}
	return screen{content: content, focus: next, keys: keys}
}

func (a *App) wizardSteps(r *relatives) []wizardStep {
	word, lists := a.words.ID("setup.word.not_yet"), a.words.ID("setup.wizard.no_list")
	if !r.setup.FamilyWord.IsZero() {
		word = a.words.Say(blocklist.Message{ID: "setup.word.since", Args: blocklist.Args{"Date": r.setup.FamilyWord}})
	}
	if len(a.lists.followed) > 0 {
		lists = look.OneLine(a.lists.followed[0].Name)
	}
	return []wizardStep{
		{look.IconSaid, "lang.title", a.words.Language().Name, true, a.openLanguages},
		{look.IconHome, "relatives.country.tile", a.countryState(), a.chosen.Region != "", a.openCountry},
		{look.IconPerson, "people.title", a.names(r.people), len(r.people) > 0, func() { a.openTrusted(blocklist.ContactPerson) }},
		{look.IconBank, "people.bank.title", a.names(r.banks), len(r.banks) > 0, func() { a.openTrusted(blocklist.ContactBank) }},
		{look.IconFamily, "setup.word.title", word, !r.setup.FamilyWord.IsZero(), func() { a.openFamilyWord(r) }},
		{look.IconList, "relatives.list.title", lists, len(a.lists.followed) > 0, a.openLists},
		{look.IconSync, "setup.schedule.title", begun(a.words.ID(scheduleWords[r.setup.Schedule])), true, func() { a.openSchedule(r) }},
		{look.IconScreen, "setup.start.title", a.startState(r), r.setup.Autostart, func() { a.openAutostart(r) }},
	}
}

// wizardState says how much of the setup is done.
func (a *App) wizardState(r *relatives) string {
	done, steps := 0, a.wizardSteps(r)
	for _, s := range steps {
		if s.done {
			done++
		}
	}
	return a.words.Say(blocklist.Message{ID: "setup.wizard.state", Args: blocklist.Args{"Done": done, "All": len(steps)}})
}

var scheduleWords = map[Schedule]string{
	Daily: "setup.schedule.daily", Weekly: "setup.schedule.weekly", Manual: "setup.schedule.manual",
}

// openFamilyWord tells how to agree on a family word and asks only whether one was agreed.
func (a *App) openFamilyWord(r *relatives) {
	a.choose(r, choice{
		title: "setup.word.title", why: []string{"setup.word.why", "setup.word.how", "setup.word.never_here"},
		labels: []string{"setup.word.agreed", "setup.word.not_agreed"},
		chosen: func() int {
			if r.setup.FamilyWord.IsZero() {
				return 1
			}
			return 0
		},
		act: func(ctx context.Context, i int) error { return a.parts.Setup.SetFamilyWord(ctx, i == 0) },
	})
}

func (a *App) openSchedule(r *relatives) {
	order := []Schedule{Daily, Weekly, Manual}
	a.choose(r, choice{
		title: "setup.schedule.title", why: []string{"setup.schedule.why"},
		labels: []string{"setup.schedule.daily", "setup.schedule.weekly", "setup.schedule.manual"},
		chosen: func() int {
			for i, s := range order {
				if s == r.setup.Schedule {
					return i
				}
			}
			return 0
		},
		act: func(ctx context.Context, i int) error { return a.parts.Setup.SetSchedule(ctx, order[i]) },
	})
}

func (a *App) openAutostart(r *relatives) {
	a.choose(r, choice{
		title: "setup.start.title", why: []string{"setup.start.why"},
		labels: []string{"setup.start.on", "setup.start.off"},
		chosen: func() int {
			if r.setup.Autostart {
				return 0
			}
			return 1
		},
		act: func(ctx context.Context, i int) error { return a.parts.Setup.SetAutostart(ctx, i == 0) },
	})
}

// choice is a page with one question and a few answers, of which one holds now.
type choice struct {
	title       string // message ids, like the next two
	why, labels []string
	chosen      func() int
	act         func(ctx context.Context, i int) error
}

// choose opens the page of a choice. An answer is kept at once and leads back.
func (a *App) choose(r *relatives, c choice) {
	a.open(func() screen {
		content := []fyne.CanvasObject{look.NewText(look.Title, a.words.ID(c.title))}
		for _, id := range c.why {
			content = append(content, look.NewText(look.Body, a.words.ID(id)))
		}
		var tiles []fyne.CanvasObject
		var focus fyne.Focusable
		for i, id := range c.labels {
			tile := look.NewChoice(begun(a.words.ID(id)), i == c.chosen(), func() {
				a.back()
				a.changeRelatives(r, "setup not changed", func(ctx context.Context) error { return c.act(ctx, i) })
			})
			if i == c.chosen() {
				focus = tile
			}
			tiles = append(tiles, tile)
		}
		return screen{content: append(content, look.Columns(choiceColumn, tiles...)), focus: focus}
	})
}

// offerSetup offers the guided setup on the first screen, until it is put aside or somebody was saved.
func (a *App) offerSetup() fyne.CanvasObject {
	say := a.words.ID
	return look.Calm(look.IconFamily, look.NewText(look.Body, say("setup.offer.title")), look.Row(
		look.NewButton(look.IconFamily, say("setup.wizard.title"), a.openWizard),
		look.NewButton("", say("setup.offer.not_now"), func() {
			a.home.offer = false
			a.top().control = -1
			a.show()
			a.do(a.ctx, func(ctx context.Context) func() {
				err := a.parts.Setup.SetOffered(ctx)
				return func() { a.failed("offer not put aside", err) }
			})
		})))
}
