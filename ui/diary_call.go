package ui

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/phone"
	"hangup/ui/look"
)

// callForm is a call that is being written down.
type callForm struct {
	call    Call
	problem *blocklist.Message
	saved   func(Call) // told of what was saved; may be nil
}

// openCall opens the form for a new call or a saved one. Nothing is kept before the person saves it.
func (a *App) openCall(c Call, saved func(Call)) {
	f := &callForm{call: c, saved: saved}
	a.open(func() screen { return a.callScreen(f) })
}

// callScreen shows what is known of the call so far; each part opens a page of its own, and none must be filled in.
func (a *App) callScreen(f *callForm) screen {
	say, c := a.words.ID, &f.call
	save := func() { a.saveCall(f) }
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
		{look.IconTold, "diary.row.when", a.callTime(c.At), func() { a.openCallTime(f) }},
		{look.IconCheckNumber, "diary.row.number", look.KeepTogether(c.Number), func() { a.openCallNumber(f) }},
		{look.IconPerson, "diary.row.party", a.partyName(c.Party), func() { a.openCallParty(f) }},
		{look.IconCode, "diary.row.asks", begun(a.askNames(c.Asks)), func() { a.openCallAsks(f) }},
		{look.IconMoney, "diary.row.given", a.givenNames(c.Given), func() { a.openCallGiven(f) }},
		{look.IconSaid, "diary.row.words", beginningOf(c.Words), func() { a.openCallWords(f) }},
	}
	keys := map[rune]func(){'\n': save}
	var tiles []fyne.CanvasObject
	for i, p := range parts {
		key := rune('1' + i)
		keys[key] = p.open
		value := p.value
		if value == "" {
			value = say("diary.form.not_said")
		}
		tiles = append(tiles, look.NewTile(look.TilePlain, p.icon, say(p.label), value, string(key), p.open))
	}
	content = append(content, look.Columns(actColumn, tiles...))
	if c.Typed != "" && (c.Words == "" || c.Words == c.Typed) {
		kept, key := c.Words != "", rune('1'+len(parts))
		keys[key] = func() {
			c.Words = c.Typed
			if kept {
				c.Words = ""
			}
			a.rebuild()
		}
		content = append(content, look.NewTick(say("diary.form.keep_typed"), string(key), kept, keys[key]))
	}
	return screen{keys: keys, content: append(content, look.NewMainButton(look.IconDone, say("people.save"), save))}
}

// saveCall saves the call and leads back, or says what is wrong.
func (a *App) saveCall(f *callForm) {
	at, c := a.top(), f.call
	a.do(at.ctx, func(ctx context.Context) func() {
		saved, err := a.parts.Diary.Save(ctx, c)
		return func() {
			if a.top() != at {
				return
			}
			if err != nil {
				a.parts.Log.Warn("call not saved", "error", err)
				why := blocklist.Explain(err)
				f.problem = &why
				a.showAgain(at)
				return
			}
			if f.saved != nil {
				f.saved(saved)
			}
			a.back()
			a.tell(blocklist.Say("cli.diary.added"))
		}
	})
}

// textForm is one text of a call, while it is typed.
type textForm struct {
	title, label string // message ids
	text         string
	problem      *blocklist.Message
	// format is as in [look.Field], or nil.
	format func(text string, cursor int) (string, int)
	// check returns the text as the call gets it, or why it cannot get it.
	check func(ctx context.Context, text string) (string, error)
	keep  func(text string)
}

// openCallText asks for one text of the call. A text that cannot be kept stays on the page, and goes away with it; a
// number that looks like a code goes away at once.
func (a *App) openCallText(f *textForm) {
	keep := func() {
		at, text := a.top(), f.text
		a.do(at.ctx, func(ctx context.Context) func() {
			text, err := f.check(ctx, strings.TrimSpace(text))
			return func() {
				if a.top() != at {
					return
				}
				if err == nil {
					f.keep(text)
					a.back()
					return
				}
				why := blocklist.Explain(err)
				f.problem = &why
				if errors.Is(err, phone.ErrSecret) {
					f.text = ""
				}
				a.showField(at)
			}
		})
	}
	a.open(func() screen {
		field := look.NewField(a.words.ID(f.label), f.text)
		field.Typed = func(text string, cursor int) (string, int) {
			if f.format != nil {
				text, cursor = f.format(text, cursor)
			}
			f.text = text
			return text, cursor
		}
		field.Submitted = keep
		content := []fyne.CanvasObject{look.NewText(look.Title, a.words.ID(f.title)), field}
		if f.problem != nil {
			content = append(content, look.Problem(a.words.Say(*f.problem)))
		} else {
			content = append(content, look.NewText(look.Second, a.words.ID("diary.form.no_secrets")))
		}
		return screen{focus: field.Focus(), content: append(content,
			look.NewMainButton(look.IconDone, a.words.ID("diary.form.go_on"), keep))}
	})
}

// openCallNumber asks for the number. What the program said of another number does not belong to it; what it said of
// words does.
func (a *App) openCallNumber(f *callForm) {
	a.openCallText(&textForm{
		title: "diary.row.number", label: "diary.form.number", text: f.call.Number,
		format: func(text string, cursor int) (string, int) { return a.parts.Checker.Format(a.ctx, text, cursor) },
		check: func(ctx context.Context, text string) (string, error) {
			if text == "" || text == f.call.Number {
				return text, nil
			}
			found, err := a.parts.Checker.Find(ctx, text)
			switch {
			case err != nil:
				return "", err
			case len(found) > 1:
				return "", &blocklist.Error{Message: blocklist.Say("people.error.several")}
			}
			return dialled(found[0]), nil
		},
		keep: func(text string) {
			if f.call.Number != "" && text != f.call.Number {
				f.call.Verdict = nil
			}
			f.call.Number = text
		},
	})
}

func (a *App) openCallWords(f *callForm) {
	a.openCallText(&textForm{
		title: "diary.row.words", label: "diary.form.words", text: cmp.Or(f.call.Words, f.call.Typed),
		check: func(ctx context.Context, text string) (string, error) { return text, a.parts.Diary.Words(ctx, text) },
		keep:  func(text string) { f.call.Words = text },
	})
}

// shownWords is how many characters of the own words stand on the form.
const shownWords = 80

// beginningOf returns the beginning of a text, on one line.
func beginningOf(text string) string {
	text = look.OneLine(text)
	if r := []rune(text); len(r) > shownWords {
		return string(r[:shownWords]) + "…"
	}
	return text
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
	openTicks(a, "diary.row.given", names(check.Givens()), func(s string) blocklist.Message { return check.Given(s).Message() }, &f.call.Given)
}

// openTicks opens a page on which several things can be ticked.
func openTicks[T comparable](a *App, title string, all []T, name func(T) blocklist.Message, ticked *[]T) {
	a.open(func() screen {
		var tiles []fyne.CanvasObject
		for _, x := range all {
			on := slices.Contains(*ticked, x)
			tiles = append(tiles, look.NewTick(begun(a.words.Say(name(x))), "", on, func() {
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

// begun is a text as a label begins, with a capital letter.
func begun(text string) string {
	if text == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:]
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
