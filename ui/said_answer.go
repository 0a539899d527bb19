package ui

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/script"
	"hangup/ui/look"
)

// saidAnswer shows what a text gives away: the level, the one safe act, why with the words in the person's own text,
// and the trick. It is empty while there is nothing to say.
func (a *App) saidAnswer(q *saying, set func(text, picked string)) []fyne.CanvasObject {
	h := q.found
	if h == nil || h.result.Level == blocklist.Unlisted && !q.read && len(strings.Fields(h.text)) < fewWords {
		return nil
	}
	content := []fyne.CanvasObject{a.saidBand(h.result.Level)}
	if h.secret {
		content = append(content, a.secretCard())
	}
	if h.result.Level == blocklist.Unlisted {
		content = append(content, a.unsureActs()...)
	} else {
		content = append(content, a.saidActs(h)...)
	}
	if h.trick.ID != "" {
		content = append(content, a.trickSummary(h.trick))
	}
	if cut(h) {
		content = append(content, look.NewText(look.Second, a.words.ID("said.cut")))
	}
	return append(content, look.Row(
		look.NewButton(look.IconSync, a.words.ID("said.window.again"), func() { set("", "") }),
		look.NewButton(look.IconList, a.words.ID("tricks.title"), a.openTricks),
		a.saveButton(h.call())))
}

// call is what the diary would keep: what was found in the words, and the words themselves only when the person says
// so. Words with a code in them are not even offered.
func (h *heard) call() Call {
	c := Call{Asks: h.result.Asks}
	if h.result.Level != blocklist.Unlisted {
		c.Verdict = &blocklist.Verdict{Level: h.result.Level} // the flags say why, where there are any
		if len(h.result.Flags) == 0 && len(h.result.Words) > 0 {
			c.Verdict.Reasons = []blocklist.Reason{blocklist.Say("said.heard")}
		}
	}
	if len(h.result.Parties) > 0 {
		c.Party = h.result.Parties[0]
	}
	for _, f := range h.result.Flags {
		c.Flags = append(c.Flags, f.Flag)
	}
	if !h.secret {
		c.Typed = h.text
	}
	return c
}

// cut reports whether only the beginning of a text was read, or came into the field at all.
func cut(h *heard) bool { return h.result.Cut || len(h.text) > look.MostPasted-utf8.UTFMax }

func (a *App) saidBand(l blocklist.Level) fyne.CanvasObject {
	title, lead := "said.unsure.title", "said.unsure.lead"
	switch l {
	case blocklist.Stop:
		title, lead = "said.stop.title", "said.stop.lead"
	case blocklist.Careful:
		title, lead = "said.careful.title", "said.careful.lead"
	}
	return look.Band(l, a.words.ID(title), a.words.ID(lead), "")
}

// unsureActs lead on from a text in which nothing was found.
func (a *App) unsureActs() []fyne.CanvasObject {
	content := []fyne.CanvasObject{
		look.NewTile(look.TileStop, look.IconPoint, a.words.ID("said.window.ask"), a.words.ID("said.window.ask_when"), "", a.openAsk),
		look.Card(a.words.ID("verdict.what_to_do"), look.Steps(a.words.ID("said.do.hang_up"), a.words.ID("said.do.dial"))),
	}
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	return content
}

// saidActs tell what to do now and why.
func (a *App) saidActs(h *heard) []fyne.CanvasObject {
	dos := h.trick.Dos()
	if len(dos) == 0 {
		dos = []blocklist.Message{blocklist.Say("said.do.hang_up"), blocklist.Say("said.do.dial")}
	}
	content := []fyne.CanvasObject{look.SafeAct(look.IconHangUp, a.words.Say(dos[0]))}
	var cards []fyne.CanvasObject
	if len(dos) > 1 {
		cards = append(cards, look.Card(a.words.ID("said.window.then"), look.Steps(a.sentences(dos[1:])...)))
	}
	cards = append(cards, a.whyCard(h))
	content = append(content, look.Columns(cardColumn, cards...))
	if a.home.helper != nil {
		content = append(content, a.helperCard())
	}
	return append(content, look.NewTile(look.TilePlain, look.IconTold, a.words.ID("checks.window.told"),
		a.words.ID("home.told.when"), "", a.openTold))
}

// whyCard gives the reasons, and marks the words that led to them in the person's own text.
func (a *App) whyCard(h *heard) fyne.CanvasObject {
	spans, reasons := slices.Clone(h.result.Spans), a.flagSentences(h.result.Flags)
	for _, f := range h.result.Flags {
		spans = append(spans, f.Spans...)
	}
	if len(h.result.Words) > 0 {
		reasons = append(reasons, a.words.ID("said.heard"))
	}
	text, marks := excerpt(h.text, marksOf(spans))
	if h.secret {
		text = zeros(text)
	}
	return look.Card(a.words.ID("verdict.why"),
		look.Points(look.LevelTint(h.result.Level), reasons...),
		look.NewText(look.Second, a.words.ID("said.window.marked")), look.NewMarked(look.Body, text, marks))
}

func (a *App) flagSentences(found []script.FlagFound) []string {
	said := make([]string, 0, len(found))
	for _, f := range found {
		said = append(said, a.words.Say(f.Flag.Message()))
	}
	return said
}

// trickSummary tells a trick and what its next caller will say.
func (a *App) trickSummary(s script.Script) fyne.CanvasObject {
	var story []fyne.CanvasObject
	if m, ok := s.Story(); ok {
		story = append(story, look.NewText(look.Body, a.words.Say(m)))
	}
	story = append(story, look.Row(look.NewButton(look.IconMore, a.words.ID("tricks.more"), func() { a.openTrick(s.ID) })))
	cards := []fyne.CanvasObject{look.Card(a.trickTitle(s), story...)}
	if next, ok := s.NextCall(); ok {
		cards = append(cards, look.Card(a.words.ID("said.next"), look.NewText(look.Body, a.words.Say(next))))
	}
	return look.Columns(cardColumn, cards...)
}

// marksOf returns where the words stand that led to the answer, in order and without overlaps.
func marksOf(spans []script.Span) []look.Mark {
	var all, marks []look.Mark
	for _, s := range spans {
		all = append(all, look.Mark(s))
	}
	slices.SortFunc(all, func(x, y look.Mark) int { return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End)) })
	for _, m := range all {
		if last := len(marks) - 1; last >= 0 && m.Start <= marks[last].End {
			marks[last].End = max(marks[last].End, m.End)
			continue
		}
		marks = append(marks, m)
	}
	return marks
}

// The whole of a short text is shown with its marks. Of a long one only what is around the first marks is.
const (
	wholeText   = 500 // bytes
	mostMarks   = 6
	aroundMarks = 60 // bytes on each side
	skipped     = " … "
)

// excerpt returns what to show of a text, and where the marks stand in it.
func excerpt(text string, marks []look.Mark) (string, []look.Mark) {
	if len(text) <= wholeText || len(marks) == 0 {
		return text, marks
	}
	var shown strings.Builder
	var moved []look.Mark
	end := 0 // of what was shown of the text
	for _, m := range marks[:min(mostMarks, len(marks))] {
		start := max(end, wordStart(text, m.Start-aroundMarks))
		if start > end {
			shown.WriteString(skipped)
		}
		stop := max(m.End, wordStart(text, m.End+aroundMarks))
		shift := shown.Len() - start
		shown.WriteString(text[start:stop])
		moved = append(moved, look.Mark{Start: max(m.Start, start) + shift, End: m.End + shift})
		end = stop
	}
	if end < len(text) {
		shown.WriteString(skipped)
	}
	return shown.String(), moved
}

// wordStart returns where the word begins that a place in a text is in.
func wordStart(text string, at int) int {
	if at <= 0 {
		return 0
	}
	if at >= len(text) {
		return len(text)
	}
	if space := strings.LastIndexAny(text[:at], " \n"); space >= 0 && at-space < aroundMarks {
		return space + 1
	}
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}
