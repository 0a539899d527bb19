package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/look"
)

// callForm is a call that is being written down.
type callForm struct {
	call    Call
	problem *blocklist.Message
}

// openCall opens the form for a new call or a saved one. Nothing is kept before the person saves it.
func (a *App) openCall(c Call) {
	f := &callForm{call: c}
	a.open(func() screen { return a.callScreen(f) })
}

// callScreen shows what is known of the call so far; each part opens a page of its own, and none must be filled in.
func (a *App) callScreen(f *callForm) screen {
	say, c := a.words.ID, &f.call
	save := look.NewMainButton(look.IconDone, say("people.save"), func() { a.saveCall(f) })
	content := []fyne.CanvasObject{look.NewText(look.Title, say("diary.form.title")), look.NewText(look.Body, say("diary.form.why"))}
	if f.problem != nil {
		content = append(content, look.Problem(a.words.Say(*f.problem)))
	}
	parts := []struct {
		icon  look.Icon
		label string
		value string
		open  func()
	}{
		{look.IconSync, "diary.row.when", c.At.Format(callTimes[0]), func() { a.openCallTime(f) }},
		{look.IconCheckNumber, "diary.row.number", c.Number, func() { a.openCallText("diary.row.number", "diary.form.number", &c.Number) }},
		{look.IconPerson, "diary.row.party", a.partyName(c.Party), func() { a.openCallParty(f) }},
		{look.IconCode, "diary.row.asks", a.askNames(c.Asks), func() { a.openCallAsks(f) }},
		{look.IconTold, "diary.row.given", a.givenNames(c.Given), func() { a.openCallGiven(f) }},
		{look.IconSaid, "diary.row.words", look.OneLine(c.Words), func() { a.openCallText("diary.row.words", "diary.form.words", &c.Words) }},
	}
	var tiles []fyne.CanvasObject
	keys := map[rune]func(){}
	for i, p := range parts {
		key := rune('1' + i)
		keys[key] = p.open
		value := p.value
		if value == "" {
			value = say("diary.form.not_said")
		}
		tiles = append(tiles, look.NewTile(look.TilePlain, p.icon, say(p.label), value, string(key), p.open))
	}
	content = append(content, look.Columns(actColumn, tiles...), save)
	return screen{content: content, keys: keys, focus: save}
}

// saveCall saves the call and leads back, or says what is wrong.
func (a *App) saveCall(f *callForm) {
	at, c := a.top(), f.call
	a.do(at.ctx, func(ctx context.Context) func() {
		err := a.parts.Diary.Save(ctx, c)
		return func() {
			if a.top() != at {
				return
			}
			if err != nil {
				why := blocklist.Explain(err)
				f.problem = &why
				at.control, at.offset = -1, 0
				a.show()
				return
			}
			a.back()
			a.tell(blocklist.Say("cli.diary.added"))
		}
	})
}

// callTimes are the ways a time can be typed; it is shown in the first. They are read the same in every language.
var callTimes = []string{"02.01.2006 15:04", "2.1.2006 15:04", "2.1.2006", "2006-01-02 15:04", "2006-01-02"}

func (a *App) openCallTime(f *callForm) {
	typed, wrong := f.call.At.Format(callTimes[0]), false
	a.open(func() screen {
		field := look.NewField(a.words.ID("diary.form.when"), typed)
		field.Typed = func(text string, cursor int) (string, int) {
			typed = text
			return text, cursor
		}
		keep := func() {
			at, ok := parseCallTime(typed, f.call.At.Location())
			if wrong = !ok; wrong {
				a.showField(a.top())
				return
			}
			f.call.At = at
			a.back()
		}
		field.Submitted = keep
		content := []fyne.CanvasObject{look.NewText(look.Title, a.words.ID("diary.row.when")), field}
		if wrong {
			content = append(content, look.Problem(a.words.ID("diary.error.date")))
		}
		return screen{content: append(content, look.NewMainButton(look.IconDone, a.words.ID("diary.form.go_on"), keep)), focus: field.Focus()}
	})
}

func parseCallTime(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range callTimes {
		if at, err := time.ParseInLocation(layout, strings.TrimSpace(text), zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// openCallText asks for one text of the call.
func (a *App) openCallText(title, label string, text *string) {
	a.open(func() screen {
		field := look.NewField(a.words.ID(label), *text)
		field.Typed = func(typed string, cursor int) (string, int) {
			*text = typed
			return typed, cursor
		}
		field.Submitted = a.back
		return screen{focus: field.Focus(), content: []fyne.CanvasObject{
			look.NewText(look.Title, a.words.ID(title)), field,
			look.NewText(look.Second, a.words.ID("diary.form.no_secrets")),
			look.NewMainButton(look.IconDone, a.words.ID("diary.form.go_on"), a.back),
		}}
	})
}

func (a *App) openCallParty(f *callForm) {
	a.open(func() screen {
		var tiles []fyne.CanvasObject
		for _, p := range blocklist.Parties() {
			tiles = append(tiles, look.NewChoice(a.words.Say(p.Message()), p == f.call.Party, func() {
				f.call.Party = p
				a.back()
			}))
		}
		return screen{content: []fyne.CanvasObject{
			look.NewText(look.Title, a.words.ID("diary.row.party")), look.Columns(choiceColumn, tiles...),
		}}
	})
}

func (a *App) openCallAsks(f *callForm) {
	openTicks(a, "diary.row.asks", blocklist.Asks(), blocklist.Ask.Message, &f.call.Asks)
}

func (a *App) openCallGiven(f *callForm) {
	names := make([]string, 0, len(check.Givens()))
	for _, g := range check.Givens() {
		names = append(names, string(g))
	}
	openTicks(a, "diary.row.given", names, func(s string) blocklist.Message { return check.Given(s).Message() }, &f.call.Given)
}

// openTicks opens a page on which several things can be ticked.
func openTicks[T comparable](a *App, title string, all []T, name func(T) blocklist.Message, ticked *[]T) {
	a.open(func() screen {
		var tiles []fyne.CanvasObject
		for _, x := range all {
			on := slices.Contains(*ticked, x)
			tiles = append(tiles, look.NewTick(a.words.Say(name(x)), "", on, func() {
				if on {
					*ticked = slices.DeleteFunc(slices.Clone(*ticked), func(y T) bool { return y == x })
				} else {
					*ticked = append(slices.Clone(*ticked), x)
				}
				a.rebuild()
			}))
		}
		return screen{content: []fyne.CanvasObject{
			look.NewText(look.Title, a.words.ID(title)), look.Columns(choiceColumn, tiles...),
			look.NewMainButton(look.IconDone, a.words.ID("diary.form.go_on"), a.back),
		}}
	})
}

func (a *App) partyName(p blocklist.Party) string {
	if p == "" {
		return ""
	}
	return a.words.Say(p.Message())
}

func (a *App) askNames(asks []blocklist.Ask) string {
	names := make([]string, 0, len(asks))
	for _, ask := range asks {
		names = append(names, a.words.Say(ask.Message()))
	}
	return strings.Join(names, ", ")
}

func (a *App) givenNames(given []string) string {
	names := make([]string, 0, len(given))
	for _, g := range given {
		names = append(names, a.words.Say(check.Given(g).Message()))
	}
	return strings.Join(names, ", ")
}
