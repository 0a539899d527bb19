package ui

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/ui/look"
)

// trustedList is the people or the banks as the screen shows them.
type trustedList struct {
	kind   blocklist.ContactKind
	all    []Trusted
	loaded bool
	undo   Undo   // takes the newest act back, or nil
	card   string // path of the card that was printed, or empty
}

// trustedWords are the message ids of a kind's screens.
type trustedWords struct{ title, why, empty, add, change string }

var trustedWordsOf = map[blocklist.ContactKind]trustedWords{
	blocklist.ContactPerson: {
		"people.title", "people.why", "people.empty", "people.add", "people.change",
	},
	blocklist.ContactBank: {
		"people.bank.title", "people.bank.why", "people.bank.empty", "people.bank.add", "people.bank.change",
	},
}

// openTrusted shows the people or the banks.
func (a *App) openTrusted(kind blocklist.ContactKind) {
	l := &trustedList{kind: kind}
	a.open(func() screen { return a.trustedScreen(l) })
	a.changeTrusted(l, "people not read", nil)
}

// changeTrusted does something to the list, reads it and shows it. A nil act only reads.
func (a *App) changeTrusted(l *trustedList, what string, act func(context.Context) (Undo, error)) {
	at := a.top()
	a.do(a.ctx, func(ctx context.Context) func() {
		var undo Undo
		var err error
		if act != nil {
			undo, err = act(ctx)
		}
		all, readErr := a.parts.People.List(ctx)
		if err == nil {
			err = readErr
		}
		return func() {
			if readErr == nil {
				l.all, l.loaded = ofKind(all, l.kind), true
			}
			if act != nil && err == nil {
				l.undo = undo
				a.loadHome()
			}
			if a.top() == at {
				at.control, at.offset = -1, 0
				a.show()
			}
			a.failed(what, err)
		}
	})
}

// trustedScreen shows the people or the banks, each with what can be done about it.
func (a *App) trustedScreen(l *trustedList) screen {
	say, words := a.words.ID, trustedWordsOf[l.kind]
	content := []fyne.CanvasObject{look.NewText(look.Title, say(words.title)), look.NewText(look.Body, say(words.why))}
	if l.undo != nil {
		content = append(content, look.Calm(look.IconDone, look.NewText(look.Body, say("people.changed")),
			look.Row(look.NewButton(look.IconBack, say("people.undo"), func() {
				undo := l.undo
				a.changeTrusted(l, "people not put back", func(ctx context.Context) (Undo, error) { return nil, undo(ctx) })
			}))))
	}
	if l.loaded && len(l.all) == 0 {
		content = append(content, look.NewText(look.Body, say(words.empty)))
	}
	for i, t := range l.all {
		content = append(content, a.trustedCard(l, t, i > 0))
	}
	add := look.NewMainButton(look.IconPerson, say(words.add), func() { a.openTrustedForm(l, Trusted{}) })
	content = append(append(content, add), a.printedNote(l.card)...)
	if len(l.all) > 0 {
		content = append(content, look.Row(a.cardButton(&l.card)))
	}
	return screen{content: content, focus: add}
}

// trustedCard shows one person or bank. Whoever is not the first can be moved up.
func (a *App) trustedCard(l *trustedList, t Trusted, canRise bool) fyne.CanvasObject {
	say := a.words.ID
	acts := []fyne.CanvasObject{
		look.NewButton("", say("people.change_it"), func() { a.openTrustedForm(l, t) }),
	}
	if canRise {
		acts = append(acts, look.NewButton("", say("people.raise"), func() {
			a.changeTrusted(l, "people not moved", func(ctx context.Context) (Undo, error) {
				return a.parts.People.Raise(ctx, t.ID)
			})
		}))
	}
	acts = append(acts, look.NewButton("", say("people.remove"), func() {
		a.changeTrusted(l, "people not removed", func(ctx context.Context) (Undo, error) {
			return a.parts.People.Remove(ctx, t.ID)
		})
	}))
	return look.Card("", look.NewText(look.ActTitle, look.OneLine(t.Name)),
		look.NewText(look.ActTitle, look.KeepTogether(t.Number)), look.Row(acts...))
}

// trustedForm is what is being typed about a person or a bank.
type trustedForm struct {
	id           int64 // 0 for a new one
	name, number string
	problem      *blocklist.Message
}

func (a *App) openTrustedForm(l *trustedList, t Trusted) {
	f := &trustedForm{id: t.ID, name: t.Name, number: t.Number}
	a.open(func() screen { return a.trustedFormScreen(l, f) })
}

// trustedFormScreen asks for a name and a number, and says while the number is typed what is wrong with it.
func (a *App) trustedFormScreen(l *trustedList, f *trustedForm) screen {
	say, words := a.words.ID, trustedWordsOf[l.kind]
	title := words.add
	if f.id != 0 {
		title = words.change
	}
	name := look.NewField(say("people.name"), f.name)
	number := look.NewField(say("people.number"), f.number)
	wrong := look.Column(0)
	tell := func() {
		wrong.Objects = nil
		if f.problem != nil {
			wrong.Objects = []fyne.CanvasObject{look.Problem(a.words.Say(*f.problem))}
		}
	}
	tell()
	name.Typed = func(text string, cursor int) (string, int) {
		f.name = text
		return text, cursor
	}
	number.Typed = func(text string, cursor int) (string, int) {
		f.number, cursor = a.parts.Checker.Format(a.ctx, text, cursor)
		a.watch(l.kind, f, func() {
			if f.number == "" {
				number.SetText("")
				cursor = 0
			}
			tell()
			a.page.Relayout()
		})
		return f.number, cursor
	}
	save := func() { a.saveTrusted(l, f) }
	name.Submitted, number.Submitted = func() { a.window.Canvas().Focus(number.Focus()) }, save
	focus := name.Focus()
	if f.problem != nil && f.name != "" {
		focus = number.Focus()
	}
	content := []fyne.CanvasObject{look.NewText(look.Title, say(title))}
	if l.kind == blocklist.ContactBank {
		content = append(content, look.NewText(look.Body, say(words.why)))
	}
	return screen{focus: focus, content: append(content, name, number, wrong,
		look.NewMainButton(look.IconDone, say("people.save"), save))}
}

// watch looks at the number that is being typed, and shows what is wrong with it when that is clear already. A card
// number goes at once.
func (a *App) watch(kind blocklist.ContactKind, f *trustedForm, show func()) {
	at, typed := a.top(), f.number
	a.do(at.ctx, func(ctx context.Context) func() {
		why := a.parts.People.Watch(ctx, kind, typed)
		return func() {
			if a.top() != at || f.number != typed {
				return
			}
			f.problem = why
			if isSecret(why) {
				f.number = ""
			}
			show()
		}
	})
}

func isSecret(why *blocklist.Message) bool { return why != nil && why.ID == phone.ErrSecret.Message.ID }

// refuse notes why the name or the number was not saved. What looks like a card or a code goes at once.
func (f *trustedForm) refuse(why blocklist.Message) {
	f.problem = &why
	switch {
	case !isSecret(&why):
	case strings.ContainsFunc(f.name, unicode.IsDigit): // else the name could not be meant
		f.name = ""
	default:
		f.number = ""
	}
}

// saveTrusted saves what was typed and goes back to the list, or says what is wrong with it.
func (a *App) saveTrusted(l *trustedList, f *trustedForm) {
	at, name, number := a.top(), f.name, f.number
	a.do(at.ctx, func(ctx context.Context) func() {
		var undo Undo
		var err error
		if f.id == 0 {
			undo, err = a.parts.People.Add(ctx, l.kind, name, number)
		} else {
			undo, err = a.parts.People.Change(ctx, f.id, name, number)
		}
		return func() {
			if err != nil {
				f.refuse(blocklist.Explain(err))
				if a.top() == at {
					a.showField(at)
				}
				return
			}
			if a.top() != at {
				return
			}
			a.back()
			l.undo = undo
			a.changeTrusted(l, "people not read", nil)
			a.loadHome()
		}
	})
}
