package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// homeFacts are what the first screen tells beside its acts. They are read in the background.
type homeFacts struct {
	helper *blocklist.Contact
	own    []Trusted          // all people and banks of the person
	bank   *blocklist.Contact // the first of the person's own
	offer  bool               // nothing was set up yet, and the guided setup not put aside
	age    *blocklist.Message // what list there is and how old it is; nil until it was read
}

// loadHome reads the facts of the first screen, and shows them when it is the one on top.
func (a *App) loadHome() {
	a.do(a.ctx, func(ctx context.Context) func() {
		helper, err := a.parts.Checker.Helper(ctx)
		edition, editionErr := a.parts.Checker.Edition(ctx)
		trusted, trustedErr := a.parts.People.List(ctx)
		setup, setupErr := a.parts.Setup.State(ctx)
		return func() {
			a.home.helper, a.home.bank, a.home.own = helper, nil, trusted
			if banks := ofKind(trusted, blocklist.ContactBank); len(banks) > 0 {
				a.home.bank = &banks[0].Contact
			}
			a.home.offer = errors.Join(trustedErr, setupErr) == nil && len(trusted) == 0 && !setup.Offered
			if editionErr == nil {
				age := a.parts.Checker.Age(edition)
				a.home.age = &age
			}
			if len(a.visits) == 1 {
				a.rebuild()
			}
			a.failed("people not read", err)
			a.failed("edition not read", editionErr)
			a.failed("setup not read", errors.Join(trustedErr, setupErr))
		}
	})
}

func (a *App) homeScreen() screen {
	acts := homeActs{
		ask:       a.openAsk,
		check:     a.openCheck,
		said:      a.openSaid,
		told:      a.openTold,
		relatives: a.openRelatives,
		country:   a.openCountry,
	}
	s := screen{keys: map[rune]func(){'1': acts.ask, '2': acts.check, '3': acts.said, '4': acts.told}}
	s.content = a.homeContent(acts)
	return s
}

// homeActs are what can be done on the first screen.
type homeActs struct {
	ask, check, said, told, relatives, country func()
}

func (a *App) homeContent(acts homeActs) []fyne.CanvasObject {
	say := a.words.ID
	content := []fyne.CanvasObject{
		look.NewText(look.Title, say("home.title")),
		look.NewTile(look.TileStop, look.IconCode, say("home.ask.title"), say("home.ask.when"), "1", acts.ask),
		look.Columns(actColumn,
			look.NewTile(look.TilePlain, look.IconCheckNumber, say("home.check.title"), say("home.check.when"), "2", acts.check),
			look.NewTile(look.TilePlain, look.IconSaid, say("home.said.title"), say("home.said.when"), "3", acts.said)),
		look.NewTile(look.TilePlain, look.IconTold, say("home.told.title"), say("home.told.when"), "4", acts.told),
	}
	content = append(content, a.trustedCards()...)
	if a.home.offer {
		content = append(content, a.offerSetup())
	}
	if a.chosen.Region == "" {
		content = append(content, look.Calm(look.IconKnown, look.NewText(look.Body, say("home.no_country")),
			look.Row(look.NewButton("", say("relatives.country.title"), acts.country))))
	}
	age := look.NewText(look.Second, "")
	if a.home.age != nil {
		age.SetText(a.words.Say(*a.home.age))
	}
	return append(content, look.Split(age, look.Row(
		look.NewButton(look.IconList, say("tricks.title"), a.openTricks),
		look.NewButton(look.IconTold, say("diary.title"), a.openDiary),
		look.NewButton(look.IconFamily, say("home.relatives"), acts.relatives),
		look.NewButton(look.IconHelp, say("help.title"), a.openHelp))))
}

// trustedCards show whom to call when in doubt, side by side where there is room.
func (a *App) trustedCards() []fyne.CanvasObject {
	var cards []fyne.CanvasObject
	if a.home.helper != nil {
		cards = append(cards, a.helperCard())
	}
	if b := a.home.bank; b != nil {
		cards = append(cards, look.PersonCard(look.IconBank, a.words.ID("home.my_bank"), a.reach(*b), a.reachWords()))
	}
	if len(cards) == 0 {
		return nil
	}
	return []fyne.CanvasObject{look.Columns(actColumn, cards...)}
}

// actColumn is the least width of a tile that stands beside another, in text sizes.
const actColumn = 20

// helperCard shows the person to call when in doubt.
func (a *App) helperCard() fyne.CanvasObject {
	return look.PersonCard(look.IconPerson, a.words.ID("home.my_person"), a.reach(*a.home.helper), a.reachWords())
}
