package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/look"
)

// walk remembers what was answered, so that going back and on again shows it. It is gone with the screens.
type walk struct {
	answers map[string][]string // ids, by the question's id
}

// openAsk begins the checks for somebody who is asked for something right now.
func (a *App) openAsk() {
	a.openPage(&walk{answers: map[string][]string{}}, a.parts.Guided.Checks.Start())
}

// openPage shows where a run stands: a question, the page for hanging up, or the outcome.
func (a *App) openPage(w *walk, run check.Run) {
	q, ok := run.Question()
	switch {
	case !ok:
		a.openOutcome(run)
	case q.Pause > 0:
		a.openHangUp(q, func() { a.answer(w, run, q.Answers[0].ID) })
	default:
		a.open(func() screen { return a.questionScreen(w, run, q) })
	}
}

// answer goes on by the answers of these ids.
func (a *App) answer(w *walk, run check.Run, ids ...string) {
	next, err := run.Answer(ids...)
	if err != nil {
		a.failed("check not answered", err)
		return
	}
	q, _ := run.Question()
	w.answers[q.ID] = ids
	a.openPage(w, next)
}

func (a *App) questionScreen(w *walk, run check.Run, q check.Question) screen {
	s := screen{keys: map[rune]func(){}, foot: a.wayOut()}
	if _, later := run.Back(); later {
		s.content = append(s.content, look.NewText(look.Title, a.words.Say(q.Title)))
		if q.Lead.ID != "" {
			s.content = append(s.content, look.NewText(look.Body, a.words.Say(q.Lead)))
		}
	} else {
		s.content = append(s.content, look.Band(blocklist.Stop, a.words.Say(q.Title), a.words.Say(q.Lead), ""))
	}
	var tiles []fyne.CanvasObject
	for i, answer := range q.Answers {
		key := rune('1' + i)
		given := slices.Contains(w.answers[q.ID], answer.ID)
		s.keys[key] = func() { a.answer(w, run, answer.ID) }
		if q.Several {
			s.keys[key] = func() { a.mark(w, q, answer.ID) }
			tiles = append(tiles, look.NewTick(a.words.Say(answer.Text), string(key), given, s.keys[key]))
			continue
		}
		tiles = append(tiles, look.NewAnswer(answerIcon(answer.ID), a.words.Say(answer.Text), string(key), given, s.keys[key]))
	}
	s.content = append(s.content, look.Columns(answerColumn, tiles...))
	if q.Several {
		s.keys['\n'] = func() { a.answer(w, run, w.answers[q.ID]...) }
		s.content = append(s.content, look.NewMainButton(look.IconPoint, a.words.ID("checks.window.go_on"), s.keys['\n']))
	}
	return s
}

// answerColumn is the least width of an answer, in text sizes: two stand side by side in a wide window.
const answerColumn = 24

// mark ticks an answer of a question that takes several, or takes the tick back.
func (a *App) mark(w *walk, q check.Question, id string) {
	w.answers[q.ID] = toggled(w.answers[q.ID], id)
	a.rebuild()
}

// toggled returns the ids with one more, or without it when it was among them.
func toggled(ids []string, id string) []string {
	if i := slices.Index(ids, id); i >= 0 {
		return slices.Delete(slices.Clone(ids), i, i+1)
	}
	return append(slices.Clone(ids), id)
}

// wayOut is the red strip below every page of the checks. It opens the page for hanging up, and leads back from there.
func (a *App) wayOut() fyne.CanvasObject {
	label := a.words.ID("checks.window.strip")
	if a.chosen.TextSize > shortStripAbove {
		label = a.words.ID("checks.window.strip_short")
	}
	return look.Strip(look.IconHangUp, label, func() {
		if q, ok := quietPage(a.parts.Guided.Checks); ok {
			a.openHangUp(q, a.back)
		}
	})
}

// shortStripAbove is the text size above which the strip says less, or it would take the room of the answers.
const shortStripAbove = 28

// quietPage returns the page for hanging up, which one of the first answers leads to.
func quietPage(c *check.Checks) (check.Question, bool) {
	first, _ := c.Start().Question()
	for _, answer := range first.Answers {
		next, err := c.Start().Answer(answer.ID)
		if err != nil {
			continue
		}
		if q, ok := next.Question(); ok && q.Pause > 0 {
			return q, true
		}
	}
	return check.Question{}, false
}

// answerIcon returns a picture that helps to find an answer again.
func answerIcon(id string) look.Icon {
	if icon, ok := answerIcons[id]; ok {
		return icon
	}
	return look.IconOther
}

var answerIcons = map[string]look.Icon{
	"hung_up": look.IconHangUp, "held": look.IconStop, "i_called": look.IconCall, "no_call": look.IconHome,
	"bank": look.IconBank, "police": look.IconShield, "officer": look.IconShield, "state": look.IconPapers,
	"known": look.IconFamily, "relative": look.IconFamily, "friend": look.IconPerson, "boss": look.IconPerson,
	"firm": look.IconList, "phone": look.IconCall, "clinic": look.IconPerson, "house": look.IconHome,
	"delivery": look.IconFolder, "tech": look.IconScreen, "employer": look.IconPapers, "investment": look.IconMoney,
	"prize": look.IconMoney, "recovery": look.IconSync, "robot": look.IconSaid, "unknown": look.IconUnlisted,
	"trouble": look.IconCareful, "reminder": look.IconList, "code": look.IconCode, "money": look.IconMoney,
	"cash": look.IconPerson, "app": look.IconScreen, "papers": look.IconPapers, "nothing": look.IconDone,
	"something": look.IconTold, "trusted": look.IconBank, "message": look.IconSaid, "missed": look.IconCall,
	"pin": look.IconCode, "courier": look.IconPerson, "call": look.IconCall, "alone": look.IconPerson,
	"guided": look.IconCall, "mine": look.IconDone, "not_mine": look.IconStop,
}
