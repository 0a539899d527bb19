package ui

import (
	"fyne.io/fyne/v2"

	"hangup/ui/look"
)

// relativesScreen leads to what a relative sets up.
func (a *App) relativesScreen() screen {
	say := a.words.ID
	country := say("relatives.country.none")
	if a.chosen.Region != "" {
		country = a.words.Country(a.chosen.Region)
	}
	lists := look.NewTile(look.TilePlain, look.IconList, say("relatives.list.title"), say("relatives.list.when"), "1",
		a.openLists)
	home := look.NewTile(look.TilePlain, look.IconHome, say("relatives.country.tile"), country, "2", a.openCountry)
	own := look.NewTile(look.TilePlain, look.IconPerson, say("relatives.own.title"), say("relatives.own.when"), "3", a.openOwn)
	return screen{
		content: []fyne.CanvasObject{look.NewText(look.Title, say("relatives.title")), lists, home, own},
		focus:   lists,
		keys:    map[rune]func(){'1': a.openLists, '2': a.openCountry, '3': a.openOwn},
	}
}
