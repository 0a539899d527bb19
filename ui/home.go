package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// homeFacts are what the first screen tells beside its acts. They are read in the background.
type homeFacts struct {
	helper *blocklist.Contact
	age    *blocklist.Message // what list there is and how old it is; nil until it was read
}

// loadHome reads the facts of the first screen, and shows them when it is the one on top.
func (a *App) loadHome() {
	a.do(a.ctx, func(ctx context.Context) func() {
		helper, err := a.parts.Checker.Helper(ctx)
		edition, editionErr := a.parts.Checker.Edition(ctx)
		return func() {
			a.home.helper = helper
			if editionErr == nil {
				age := a.parts.Checker.Age(edition)
				a.home.age = &age
			}
			if len(a.visits) == 1 {
				a.rebuild()
			}
			a.failed("people not read", err)
			a.failed("edition not read", editionErr)
		}
	})
}

func (a *App) homeScreen() screen {
	acts := homeActs{
		ask:       a.openAsk,
		check:     a.openCheck,
		said:      func() { a.openGuide(saidGuide) },
		told:      a.openTold,
		relatives: func() { a.open(a.relativesScreen) },
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
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	if a.chosen.Region == "" {
		content = append(content, look.Calm(look.IconKnown, look.NewText(look.Body, say("home.no_country")),
			look.Row(look.NewButton("", say("relatives.country.title"), acts.country))))
	}
	age := look.NewText(look.Second, "")
	if a.home.age != nil {
		age.SetText(a.words.Say(*a.home.age))
	}
	return append(content, look.Split(age, look.NewButton(look.IconFamily, say("home.relatives"), acts.relatives)))
}

// actColumn is the least width of a tile that stands beside another, in text sizes.
const actColumn = 20

// helperCard shows the person to call when in doubt.
func (a *App) helperCard() fyne.CanvasObject {
	h := a.home.helper
	return look.PersonCard(look.IconPerson, a.words.ID("home.my_person"), h.Name, h.Number,
		a.words.ID("app.copy"), a.words.ID("app.copied"))
}
