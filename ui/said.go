package ui

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/blocklist/script"
	"hangup/ui/look"
)

// saying is what the person remembers of a call, and what came of it. It is kept nowhere but on the screen.
type saying struct {
	text   string
	picked string // the script whose sentence was chosen; empty for the person's own words
	read   bool   // the person asked for the answer, however short the text is
	pasted bool   // the newest words came at once
	first  int    // which of the common sentences is shown first
	found  *heard // of the newest text that was read; nil while there is none
	busy   bool   // a text is being read
	stale  bool   // the text changed since
	show   func() // shows what was found
}

// heard is what a text gives away.
type heard struct {
	library *script.Library
	text    string // as it is shown
	result  script.Result
	trick   script.Script // the likeliest; without an ID when there is none
	secret  bool          // the text holds a code or the number of a card
}

func (a *App) openSaid() {
	q := &saying{}
	a.open(func() screen { return a.saidScreen(q) })
	a.top().name = screenSaid
}

// saidScreen takes the words of a caller and answers below the field while the person types.
func (a *App) saidScreen(q *saying) screen {
	field := look.NewField(a.words.ID("said.window.field"), q.text)
	if a.chosen.TextSize > shortFieldAbove {
		field.Rows = 2
	}
	below := look.Column(saidGap)
	set := func(text, picked string) {
		q.text, q.picked, q.read = text, picked, picked != ""
		field.SetText(text)
		a.window.Canvas().Focus(field.Focus())
		a.page.ScrollTo(0)
		a.listen(q)
	}
	var level *blocklist.Level // that was shown last
	q.show = func() {
		if q.hideSecret() {
			field.SetText(q.text)
		}
		answer := a.saidAnswer(q, set)
		below.Objects = answer
		if len(answer) == 0 {
			below.Objects = a.sentenceTiles(q, set)
		}
		below.Refresh()
		a.page.Relayout()
		if len(answer) == 0 {
			level = nil
			return
		}
		if now := q.found.result.Level; level == nil || *level != now {
			level = &now
			a.page.Reveal(answer[0])
			if !q.read { // whoever still types sees that as well
				a.page.Reveal(field)
			}
		}
	}
	field.Typed = func(text string, cursor int) (string, int) {
		q.pasted = len(text) > len(q.text)+utf8.UTFMax
		q.text, q.picked, q.read = text, "", false
		a.listen(q)
		return text, cursor
	}
	field.Submitted = func() {
		q.read = true
		a.listen(q)
	}
	q.show()
	if q.text != "" && (q.found == nil || q.found.library != a.parts.Library()) {
		a.listen(q)
	}
	return screen{
		content: []fyne.CanvasObject{look.NewText(look.Title, a.words.ID("home.said.title")), field, below},
		focus:   field.Focus(),
	}
}

// hideSecret puts zeros in place of all digits once a secret is there in full, and reports whether anything changed. A
// number at the end may be a telephone number that is still being typed.
func (q *saying) hideSecret() bool {
	if q.found == nil || !q.found.secret {
		return false
	}
	typing := strings.LastIndexFunc(q.text, isDigit) > strings.LastIndexFunc(q.text, unicode.IsLetter)
	if typing && !q.read && !q.pasted {
		return false
	}
	hidden := zeros(q.text)
	changed := hidden != q.text
	q.text, q.found.text = hidden, zeros(q.found.text)
	return changed
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// zeros returns a text with zeros for its digits: its length stays, and a number is still seen to be one.
func zeros(text string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return '0'
		}
		return r
	}, text)
}

// shortFieldAbove is the text size above which the field shows less, or the answer would begin below the window.
const shortFieldAbove = 28

// saidGap stands between the parts of the answer as between those of a page, in text sizes.
const saidGap = 0.7

// listen reads the newest text and shows what was found. Texts are read one at a time: of those typed meanwhile only
// the newest is read next.
func (a *App) listen(q *saying) {
	if q.busy {
		q.stale = true
		return
	}
	if strings.TrimSpace(q.text) == "" {
		q.found = nil
		q.show()
		return
	}
	q.busy, q.stale = true, false
	text, picked, region := q.text, q.picked, a.chosen.Region
	a.do(a.top().ctx, func(ctx context.Context) func() {
		found := a.hear(ctx, text, picked, region)
		return func() {
			q.busy = false
			if q.stale {
				a.listen(q)
				return
			}
			q.found = found
			q.show()
		}
	})
}

// hear finds what a text gives away.
func (a *App) hear(ctx context.Context, text, picked string, region blocklist.Region) *heard {
	h := &heard{library: a.parts.Library(), text: look.Clean(text), result: script.Result{Level: blocklist.Unlisted}}
	_, err := a.parts.Checker.Find(ctx, text)
	h.secret = errors.Is(err, phone.ErrSecret)
	if h.library == nil {
		return h
	}
	h.result = h.library.Match(h.text, script.Options{Region: region})
	if picked != "" { // a sentence of a known trick is a warning, however harmless its words
		h.result.Level = max(h.result.Level, blocklist.Careful)
	} else if len(h.result.Scripts) > 0 {
		picked = h.result.Scripts[0].ID
	}
	h.trick, _ = h.library.Script(picked)
	return h
}

// fewWords is below how many words nothing is said about a text in which nothing was found: the person is still typing.
const fewWords = 4

// sentencesShown is how many common sentences are offered at a time.
const sentencesShown = 6

// sentence is one that callers say, with the script it belongs to.
type sentence struct{ text, script string }

// commonSentences returns what callers say most where the person lives: one sentence of each trick, then another of each.
func (a *App) commonSentences() []sentence {
	library := a.parts.Library()
	if library == nil {
		return nil
	}
	var all []sentence
	for round, more := 0, true; more; round++ {
		more = false
		for _, s := range library.Scripts(a.chosen.Region) {
			if tells := s.Tells(); s.Local(a.chosen.Region) && round < len(tells) {
				all = append(all, sentence{a.words.Say(tells[round]), s.ID})
				more = true
			}
		}
	}
	return all
}

// sentenceTiles offer common sentences to those who do not like to type.
func (a *App) sentenceTiles(q *saying, choose func(text, picked string)) []fyne.CanvasObject {
	var content []fyne.CanvasObject
	if q.read && q.found == nil {
		content = append(content, look.Problem(a.words.ID("said.error.empty")))
	}
	if q.found != nil && q.found.secret {
		content = append(content, a.secretCard())
	}
	all := a.commonSentences()
	if len(all) == 0 {
		return content
	}
	var tiles []fyne.CanvasObject
	for i := range min(sentencesShown, len(all)) {
		s := all[(q.first+i)%len(all)]
		tiles = append(tiles, look.NewTile(look.TileAnswer, look.IconSaid, s.text, "", "", func() { choose(s.text, s.script) }))
	}
	others := look.NewButton(look.IconMore, a.words.ID("said.window.others"), func() {
		q.first = (q.first + sentencesShown) % len(all)
		a.rebuild()
	})
	return append(content, look.Split(look.NewText(look.ActTitle, a.words.ID("said.window.sentences")),
		look.Row(others, look.NewButton(look.IconList, a.words.ID("tricks.title"), a.openTricks))),
		look.Columns(cardColumn, tiles...))
}

// secretCard says what becomes of a secret among the words.
func (a *App) secretCard() fyne.CanvasObject {
	return look.Calm(look.IconCode, look.NewText(look.ActTitle, a.words.ID("check.refused.title")),
		look.NewText(look.Body, a.words.ID("said.window.secret")))
}
