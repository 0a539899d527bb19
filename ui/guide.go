package ui

import (
	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/look"
)

// guide is a page that says what to do, without asking anything: a few acts in their order, what to remember, whom to
// call, and where to go on.
type guide struct {
	band         blocklist.Level
	title, lead  string // message ids, like all below
	acts         []string
	remember     string
	points       []string
	aside        string
	asidePoints  []string
	withHotlines bool
	next         []step
}

// step leads from a guide to another screen.
type step struct {
	icon        look.Icon
	title, when string
	open        func(a *App)
}

func (a *App) openGuide(g func() guide) { a.open(func() screen { return a.guideScreen(g()) }) }

// askGuide is for a person who is being asked for something right now.
func askGuide() guide {
	return guide{
		band: blocklist.Stop, title: "home.guide.ask.title", lead: "home.guide.ask.lead",
		acts: []string{
			"home.guide.ask.hang_up", "home.guide.ask.no_code", "home.guide.ask.no_money", "home.guide.ask.other_phone",
			"home.guide.ask.call_bank",
		},
		remember: "home.guide.remember",
		points: []string{
			"home.guide.ask.nobody_asks", "home.guide.ask.no_safe_account", "home.guide.ask.no_couriers",
			"home.guide.ask.secrecy", "home.guide.ask.display",
		},
		aside: "home.guide.fine.title",
		asidePoints: []string{
			"home.guide.fine.cash_machine", "home.guide.fine.own_app", "home.guide.fine.own_order",
		},
		withHotlines: true,
		next: []step{
			{look.IconTold, "home.told.title", "home.told.when", func(a *App) { a.openGuide(toldGuide) }},
			{look.IconCheckNumber, "home.check.title", "home.check.when", (*App).openCheck},
		},
	}
}

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
			{look.IconHangUp, "home.guide.said.yes", "home.guide.said.yes_when", func(a *App) { a.openGuide(askGuide) }},
			{look.IconTold, "home.told.title", "home.told.when", func(a *App) { a.openGuide(toldGuide) }},
			{look.IconCheckNumber, "home.guide.said.no", "home.guide.said.no_when", (*App).openCheck},
		},
	}
}

// toldGuide is for a person who gave something away.
func toldGuide() guide {
	return guide{
		band: blocklist.Careful, title: "home.guide.told.title", lead: "home.guide.told.lead",
		acts: []string{
			"home.guide.told.hang_up", "home.guide.told.call_bank", "home.guide.told.ask_block", "home.guide.told.police",
			"home.guide.told.tell",
		},
		remember: "home.guide.told.next",
		points: []string{
			"home.guide.told.again", "home.guide.told.same_people", "home.guide.told.no_fee",
		},
		aside:        "home.guide.told.app_title",
		asidePoints:  []string{"home.guide.told.app_off", "home.guide.told.app_other", "home.guide.told.app_relative"},
		withHotlines: true,
		next: []step{
			{look.IconCheckNumber, "home.check.title", "home.check.when", (*App).openCheck},
		},
	}
}

func (a *App) guideScreen(g guide) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.Band(g.band, say(g.title), say(g.lead), "")}
	var cards []fyne.CanvasObject
	if len(g.acts) > 0 {
		cards = append(cards, look.Card(say("verdict.what_to_do"), look.Steps(a.each(g.acts)...)))
	}
	cards = append(cards, look.Card(say(g.remember), look.Points(look.LevelTint(blocklist.Stop), a.each(g.points)...)))
	aside := look.Card(say(g.aside), look.Points(look.LevelTint(blocklist.Known), a.each(g.asidePoints)...))
	if len(cards) == 1 {
		cards = append(cards, aside)
	}
	content = append(content, look.Columns(cardColumn, cards...))
	var tiles []fyne.CanvasObject
	keys := map[rune]func(){}
	for i, s := range g.next {
		key := rune('1' + i)
		keys[key] = func() { s.open(a) }
		tiles = append(tiles, look.NewTile(look.TilePlain, s.icon, say(s.title), say(s.when), string(key), keys[key]))
	}
	answers := look.Columns(actColumn, tiles...)
	if !g.withHotlines { // the page asks a question, so its answers come first
		content = append(content, answers)
	}
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	if g.withHotlines {
		content = append(content, a.hotlineCard(), aside, answers)
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

// hotlineCard lists whom to call: the bank first, and the confirmed lines of the person's country.
func (a *App) hotlineCard() fyne.CanvasObject {
	say := a.words.ID
	rows := []fyne.CanvasObject{look.Column(0.1, look.NewText(look.Body, say("home.guide.your_bank")),
		look.NewText(look.ActTitle, say("home.guide.number_on_card")))}
	for _, h := range a.parts.Hotlines(a.chosen.Region) {
		var notes []string
		if h.Hours == "24/7" {
			notes = append(notes, say("home.guide.day_and_night"))
		}
		if h.NeverCalls {
			notes = append(notes, say("home.guide.never_calls"))
		}
		rows = append(rows, look.NumberRow(say(h.NameID), h.Number, join(notes...), say("app.copy"), say("app.copied")))
	}
	return look.Card(say("home.guide.whom_to_call"), look.Loose(cardColumn, rows...))
}
