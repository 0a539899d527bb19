package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/script"
	"hangup/ui/look"
)

// openTricks shows all known tricks.
func (a *App) openTricks() {
	typed := ""
	a.open(func() screen { return a.tricksScreen(&typed) })
	a.top().name = screenTricks
}

// tricksScreen lists the known tricks by who the caller claims to be, those told in other countries last. The list
// follows what is typed.
func (a *App) tricksScreen(typed *string) screen {
	field := look.NewField(a.words.ID("tricks.field"), *typed)
	list := look.Column(saidGap, a.trickGroups(*typed)...)
	field.Typed = func(text string, cursor int) (string, int) {
		*typed = text
		list.Objects = a.trickGroups(text)
		list.Refresh()
		a.page.Relayout()
		return text, cursor
	}
	return screen{
		content: []fyne.CanvasObject{look.NewText(look.Title, a.words.ID("tricks.title")), field, list},
		focus:   field.Focus(),
	}
}

// trickGroups are the tricks that a text is found in, under headings.
func (a *App) trickGroups(text string) []fyne.CanvasObject {
	groups := map[blocklist.Party][]fyne.CanvasObject{}
	var elsewhere []fyne.CanvasObject
	if library := a.parts.Library(); library != nil {
		for _, s := range library.Scripts(a.chosen.Region) {
			if !a.trickHas(s, text) {
				continue
			}
			tile := a.trickTile(s)
			if !s.Local(a.chosen.Region) {
				elsewhere = append(elsewhere, tile)
				continue
			}
			party := blocklist.PartyUnknown
			if len(s.Parties) > 0 {
				party = s.Parties[0]
			}
			groups[party] = append(groups[party], tile)
		}
	}
	var content []fyne.CanvasObject
	group := func(heading string, tiles []fyne.CanvasObject) {
		if len(tiles) > 0 {
			content = append(content, look.NewText(look.ActTitle, heading), look.Columns(cardColumn, tiles...))
		}
	}
	for _, party := range blocklist.Parties() {
		group(a.words.Say(party.Message()), groups[party])
	}
	group(a.words.ID("tricks.elsewhere"), elsewhere)
	if len(content) == 0 {
		return []fyne.CanvasObject{look.NewText(look.Body, a.words.ID("tricks.none"))}
	}
	return content
}

func (a *App) trickTile(s script.Script) *look.Tile {
	return look.NewTile(look.TileAnswer, look.IconSaid, a.words.Say(s.Title()), "", "", func() { a.openTrick(s.ID) })
}

// trickHas reports whether every word of a text is somewhere in what is told about a trick.
func (a *App) trickHas(s script.Script, text string) bool {
	parts := append([]blocklist.Message{s.Title()}, s.Tells()...)
	if m, ok := s.Story(); ok {
		parts = append(parts, m)
	}
	for _, p := range s.Parties {
		parts = append(parts, p.Message())
	}
	all := folded(strings.Join(a.sentences(parts), " "))
	for word := range strings.FieldsSeq(folded(text)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// folded is a text as it is searched: letters that people write one way or the other are the same.
func folded(text string) string { return strings.ReplaceAll(strings.ToLower(text), "ё", "е") }

// openTrick shows all that is told about one trick.
func (a *App) openTrick(id string) {
	a.open(func() screen { return a.trickScreen(id) })
	a.top().name = screenTrick
}

func (a *App) trickScreen(id string) screen {
	library := a.parts.Library()
	s, ok := script.Script{}, false
	if library != nil {
		s, ok = library.Script(id)
	}
	if !ok { // a newer list no longer has it
		return screen{content: []fyne.CanvasObject{
			look.NewText(look.Title, a.words.ID("tricks.title")), look.NewText(look.Body, a.words.ID("tricks.gone")),
		}}
	}
	content := []fyne.CanvasObject{look.NewText(look.Title, a.words.Say(s.Title()))}
	if m, ok := s.Story(); ok {
		content = append(content, look.Card("", look.NewText(look.Body, a.words.Say(m))))
	}
	if m, ok := s.Sign(); ok {
		content = append(content, look.Calm(look.IconStop, look.NewText(look.Second, a.words.ID("tricks.sign")),
			look.NewText(look.ActTitle, a.words.Say(m))))
	}
	content = append(content, look.Columns(cardColumn,
		look.Card(a.words.ID("verdict.what_to_do"), look.Steps(a.sentences(s.Dos())...)),
		look.Card(a.words.ID("tricks.tells"), look.Points(look.LevelTint(blocklist.Stop), a.sentences(s.Tells())...))))
	if lines := a.trickLines(s); len(lines) > 0 {
		content = append(content, look.Card(a.words.ID("tricks.call"), lines...))
	}
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	content = append(content, a.nextTricks(library, s)...)
	return screen{content: append(content, a.trickSources(s))}
}

// trickLines show whom to call about a trick: the lines of the country, by what they are for.
func (a *App) trickLines(s script.Script) []fyne.CanvasObject {
	return a.numberRows("", a.whom(check.CallHotline, s.Hotlines, nil))
}

// nextTricks tell what the next caller says, and lead to those tricks.
func (a *App) nextTricks(library *script.Library, s script.Script) []fyne.CanvasObject {
	var content []fyne.CanvasObject
	if m, ok := s.NextCall(); ok {
		content = append(content, look.Card(a.words.ID("said.next"), look.NewText(look.Body, a.words.Say(m))))
	}
	var tiles []fyne.CanvasObject
	for _, id := range s.Next {
		if next, ok := library.Script(id); ok {
			tiles = append(tiles, a.trickTile(next))
		}
	}
	if len(tiles) > 0 {
		content = append(content, look.Columns(cardColumn, tiles...))
	}
	return content
}

// trickSources say where the trick was read about.
func (a *App) trickSources(s script.Script) fyne.CanvasObject {
	lines := []fyne.CanvasObject{look.NewText(look.Second, a.words.ID("tricks.sources"))}
	for _, source := range s.Sources {
		lines = append(lines, look.NewText(look.Second, a.words.Say(blocklist.Message{ID: "tricks.source", Args: blocklist.Args{
			"Address": look.OneLine(source.URL), "Date": source.Checked,
		}})))
	}
	return look.Column(0.3, lines...)
}

// tricksChanged shows what a newer list tells about tricks, where that is on the screen.
func (a *App) tricksChanged() {
	switch a.top().name {
	case screenSaid, screenTricks, screenTrick:
		a.rebuild()
	}
}
