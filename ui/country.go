package ui

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"hangup/blocklist"
	"hangup/ui/look"
)

func (a *App) openCountry() {
	search := ""
	a.open(func() screen { return a.countryScreen(&search) })
}

// countryScreen offers the countries by their names in the person's language; typing narrows them down.
func (a *App) countryScreen(search *string) screen {
	list := look.Columns(choiceColumn)
	fill := func() { list.Objects = a.countryTiles(*search) }
	fill()
	field := look.NewField(a.words.ID("relatives.country.search"), *search)
	field.Typed = func(text string, cursor int) (string, int) {
		*search = text
		fill()
		a.page.Relayout()
		return text, cursor
	}
	field.Submitted = func() {
		if found := a.countriesLike(*search); len(found) == 1 {
			a.chooseCountry(found[0])
		}
	}
	return screen{focus: field.Focus(), content: []fyne.CanvasObject{
		look.NewText(look.Title, a.words.ID("relatives.country.title")),
		look.NewText(look.Second, a.words.ID("relatives.country.why")),
		field,
		list,
	}}
}

func (a *App) chooseCountry(r blocklist.Region) {
	a.setRegion(r)
	a.back()
}

func (a *App) countryTiles(search string) []fyne.CanvasObject {
	found := a.countriesLike(search)
	if len(found) == 0 {
		return []fyne.CanvasObject{look.NewText(look.Body, a.words.ID("relatives.country.not_found"))}
	}
	tiles := make([]fyne.CanvasObject, 0, len(found))
	for _, r := range found {
		tiles = append(tiles, look.NewChoice(a.words.Country(r), r == a.chosen.Region, func() { a.chooseCountry(r) }))
	}
	return tiles
}

// plainLetters replaces what people leave out when they search.
var plainLetters = strings.NewReplacer("-", " ", "ё", "е", "é", "e", "ô", "o", "ç", "c", "å", "a", "ã", "a", "í", "i")

// countriesLike returns the countries in whose name some word begins with the search, in the order of the alphabet.
// With nothing searched, the chosen country leads.
func (a *App) countriesLike(search string) []blocklist.Region {
	search = " " + plainLetters.Replace(strings.ToLower(strings.TrimSpace(search)))
	var found []blocklist.Region
	for _, r := range a.parts.Countries {
		if strings.Contains(" "+plainLetters.Replace(strings.ToLower(a.words.Country(r))), search) {
			found = append(found, r)
		}
	}
	alphabet := collate.New(language.MustParse(a.words.Language().Code))
	slices.SortFunc(found, func(x, y blocklist.Region) int {
		if search == " " && (x == a.chosen.Region) != (y == a.chosen.Region) {
			if x == a.chosen.Region {
				return -1
			}
			return 1
		}
		return cmp.Or(alphabet.CompareString(a.words.Country(x), a.words.Country(y)), strings.Compare(string(x), string(y)))
	})
	return found
}
