package ui

import (
	"fyne.io/fyne/v2"

	"hangup/ui/look"
)

// openLanguages shows the languages, and puts them away when they are shown already.
func (a *App) openLanguages() {
	if a.top().name == screenLanguages {
		a.back()
		return
	}
	a.open(a.languageScreen)
	a.top().name = screenLanguages
}

// languageScreen offers every language by its own name, and says which translations nobody has reviewed yet.
func (a *App) languageScreen() screen {
	content := []fyne.CanvasObject{look.NewText(look.Title, a.words.ID("lang.title"))}
	var tiles []fyne.CanvasObject
	var focus fyne.Focusable
	for _, l := range a.parts.Words.Languages() {
		note := ""
		if !l.Reviewed {
			note = a.parts.Words.Words(l.Code).ID("lang.not_reviewed")
		}
		kind, icon := look.TileAnswer, look.IconNotChosen
		if l == a.words.Language() {
			kind, icon = look.TileChosen, look.IconChosen
		}
		tile := look.NewTile(kind, icon, l.Name, note, "", func() {
			a.setLanguage(l.Code)
			a.back()
		})
		if kind == look.TileChosen {
			focus = tile
		}
		tiles = append(tiles, tile)
	}
	return screen{content: append(content, look.Columns(actColumn, tiles...)), focus: focus}
}
