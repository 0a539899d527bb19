package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// relatives is what the relatives' part shows of the state of things.
type relatives struct {
	people, banks []Trusted
	setup         SetupState
	speed         Speed
	card          string // path of the card that was printed, or empty
	loaded        bool
	opened        bool // the lock was opened on this visit
}

// openRelatives leads to what a relative sets up, past the lock when there is one.
func (a *App) openRelatives() {
	r := &relatives{}
	a.open(func() screen { return a.relativesScreen(r) })
	a.top().shown = func() { a.changeRelatives(r, "setup not read", nil) }
	a.top().shown()
}

// changeRelatives does something to the setup, reads it and shows it. A nil act only reads.
func (a *App) changeRelatives(r *relatives, what string, act func(context.Context) error) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		var err error
		if act != nil {
			err = act(ctx)
		}
		all, readErr := a.parts.People.List(ctx)
		state, stateErr := a.parts.Setup.State(ctx)
		followed, listErr := a.parts.Lists.Status(ctx)
		speed, speedErr := a.parts.Speaker.Speed(ctx)
		return func() {
			if listErr == nil {
				a.lists.followed, a.lists.loaded = followed, true
			}
			r.people, r.banks = ofKind(all, blocklist.ContactPerson), ofKind(all, blocklist.ContactBank)
			r.setup, r.speed, r.loaded = state, speed, true
			if a.top() == at {
				a.rebuild()
			}
			a.failed(what, err)
			a.failed("setup not read", errors.Join(readErr, stateErr, listErr, speedErr))
		}
	})
}

// relativesScreen shows the parts of the setup, each with its state.
func (a *App) relativesScreen(r *relatives) screen {
	say := a.words.ID
	switch {
	case !r.loaded:
		return screen{content: []fyne.CanvasObject{look.NewText(look.Title, say("relatives.title"))}}
	case r.setup.Locked && !r.opened:
		return a.lockedScreen(r)
	}
	entries := []struct {
		icon        look.Icon
		title, when string
		open        func()
	}{
		{look.IconFamily, say("setup.wizard.title"), a.wizardState(r), a.openWizard},
		{look.IconPerson, say("people.title"), a.names(r.people), func() { a.openTrusted(blocklist.ContactPerson) }},
		{look.IconBank, say("people.bank.title"), a.names(r.banks), func() { a.openTrusted(blocklist.ContactBank) }},
		{look.IconList, say("relatives.list.title"), a.listsState(), a.openLists},
		{look.IconHome, say("relatives.country.tile"), a.countryState(), a.openCountry},
		{look.IconKnown, say("relatives.own.title"), say("relatives.own.when"), a.openOwn},
		{look.IconFile, say("setup.file.title"), say("setup.file.when"), a.openSetupFile},
		{look.IconShield, say("setup.lock.title"), a.lockState(r), func() { a.openLock(r) }},
		{look.IconScreen, say("setup.start.title"), a.startState(r), func() { a.openAutostart(r) }},
		{look.IconAloud, say("setup.speed.title"), say(speedWords[r.speed]), a.openSpeed},
	}
	var tiles []fyne.CanvasObject
	keys := map[rune]func(){}
	for i, e := range entries {
		key := rune('0' + (i+1)%10) // the tenth key of the row is 0
		keys[key] = e.open
		tiles = append(tiles, look.NewTile(look.TilePlain, e.icon, e.title, e.when, string(key), e.open))
	}
	return screen{
		content: []fyne.CanvasObject{look.NewText(look.Title, say("relatives.title")), look.Columns(actColumn, tiles...)},
		focus:   tiles[0].(fyne.Focusable),
		keys:    keys,
	}
}

func (a *App) names(all []Trusted) string {
	if len(all) == 0 {
		return a.words.ID("setup.nobody")
	}
	name := look.OneLine(all[0].Name)
	if len(all) == 1 {
		return name
	}
	return a.words.Say(blocklist.Message{ID: "setup.and_more", Args: blocklist.Args{"Name": name, "Count": len(all) - 1}})
}

func (a *App) countryState() string {
	if a.chosen.Region == "" {
		return a.words.ID("relatives.country.none")
	}
	return a.words.Country(a.chosen.Region)
}

// listsState says which list there is and how old it is.
func (a *App) listsState() string {
	if a.home.age == nil {
		return a.words.ID("relatives.list.when")
	}
	return a.words.Say(*a.home.age)
}

func (a *App) startState(r *relatives) string {
	if r.setup.Autostart {
		return a.words.ID("setup.start.is_on")
	}
	return a.words.ID("setup.start.is_off")
}

func (a *App) lockState(r *relatives) string {
	if r.setup.Locked {
		return a.words.ID("setup.lock.is_on")
	}
	return a.words.ID("setup.lock.is_off")
}

// lockedScreen stands before the relatives' part while it is locked. Whoever means to go in needs one more press.
func (a *App) lockedScreen(r *relatives) screen {
	say := a.words.ID
	back := look.NewMainButton(look.IconBack, say("setup.lock.leave"), a.back)
	return screen{focus: back, content: []fyne.CanvasObject{
		look.NewText(look.Title, say("setup.lock.locked")),
		look.NewText(look.Body, say("setup.lock.why")),
		back,
		look.Row(look.NewButton("", say("setup.lock.open"), func() {
			r.opened = true
			a.top().control = -1
			a.show()
		})),
	}}
}

// openLock offers the lock and says what it does not do.
func (a *App) openLock(r *relatives) {
	a.open(func() screen {
		say := a.words.ID
		set := func(locked bool) func() {
			return func() {
				a.back()
				a.changeRelatives(r, "lock not changed", func(ctx context.Context) error {
					return a.parts.Setup.SetLocked(ctx, locked)
				})
			}
		}
		on := look.NewChoice(say("setup.lock.on"), r.setup.Locked, set(true))
		off := look.NewChoice(say("setup.lock.off"), !r.setup.Locked, set(false))
		chosen := off
		if r.setup.Locked {
			chosen = on
		}
		return screen{focus: chosen, content: []fyne.CanvasObject{
			look.NewText(look.Title, say("setup.lock.title")),
			look.NewText(look.Body, say("setup.lock.means")),
			look.NewText(look.Body, say("setup.lock.no_security")),
			look.Columns(choiceColumn, on, off),
		}}
	})
}
