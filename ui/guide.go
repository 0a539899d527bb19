package ui

import (
	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// guide is a page of signs that asks nothing, and where to go on.
type guide struct {
	band        blocklist.Level
	title, lead string // message ids, like all below
	remember    string
	points      []string
	aside       string
	asidePoints []string
	next        []step
}

// step leads from a guide to another screen.
type step struct {
	icon        look.Icon
	title, when string
	open        func(a *App)
}

func (a *App) openGuide(g func() guide) { a.open(func() screen { return a.guideScreen(g()) }) }

// saidGuide tells the signs of a fraud by what a caller asks and says.
func saidGuide() guide {
	return guide{
		band: blocklist.Stop, title: "home.guide.said.title", lead: "home.guide.said.lead",
		remember: "home.guide.said.stop",
		points: []string{
			"home.guide.said.code", "home.guide.said.money", "home.guide.said.courier", "home.guide.said.app",
		},
		aside: "home.guide.said.careful",
		asidePoints: []string{
			"home.guide.said.hurry", "home.guide.said.secret", "home.guide.said.stay", "home.guide.said.threat",
			"home.guide.said.relay",
		},
		next: []step{
			{look.IconHangUp, "home.guide.said.yes", "home.guide.said.yes_when", (*App).openAsk},
			{look.IconTold, "home.told.title", "home.told.when", (*App).openTold},
			{look.IconCheckNumber, "home.guide.said.no", "home.guide.said.no_when", (*App).openCheck},
		},
	}
}

func (a *App) guideScreen(g guide) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.Band(g.band, say(g.title), say(g.lead), "")}
	content = append(content, look.Columns(cardColumn,
		look.Card(say(g.remember), look.Points(look.LevelTint(blocklist.Stop), a.each(g.points)...)),
		look.Card(say(g.aside), look.Points(look.LevelTint(blocklist.Known), a.each(g.asidePoints)...))))
	var tiles []fyne.CanvasObject
	keys := map[rune]func(){}
	for i, s := range g.next {
		key := rune('1' + i)
		keys[key] = func() { s.open(a) }
		tiles = append(tiles, look.NewTile(look.TilePlain, s.icon, say(s.title), say(s.when), string(key), keys[key]))
	}
	content = append(content, look.Columns(actColumn, tiles...))
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	return screen{content: content, keys: keys}
}

func (a *App) each(ids []string) []string {
	said := make([]string, 0, len(ids))
	for _, id := range ids {
		said = append(said, a.words.ID(id))
	}
	return said
}
