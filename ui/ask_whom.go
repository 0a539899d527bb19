package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/look"
)

// whom returns whom an act means: the person's own banks or people first, then the country's lines.
func (a *App) whom(act check.Act, services []blocklist.Service, trusted []blocklist.Contact) []look.Reach {
	var all []look.Reach
	kind, ok := act.Contact()
	for _, t := range trusted {
		if ok && t.Kind == kind {
			all = append(all, a.reach(t))
		}
	}
	lines := a.parts.Hotlines(a.chosen.Region)
	officials := make([]blocklist.Official, 0, len(lines))
	numbers := make(map[string]string, len(lines))
	for _, l := range lines {
		officials = append(officials, l.Official)
		numbers[l.ID] = l.Number
	}
	for _, o := range check.Lines(officials, services) {
		all = append(all, look.Reach{
			Name: a.words.ID(o.NameID), Number: numbers[o.ID], Note: a.lineNote(o), Call: a.callTo(o.E164),
		})
	}
	return all
}

// reach is one of the person's own people or banks.
func (a *App) reach(c blocklist.Contact) look.Reach {
	r := look.Reach{Name: c.Name, Number: c.Number}
	if i := slices.IndexFunc(a.home.own, func(t Trusted) bool { return t.Contact == c }); i >= 0 {
		r.Call = a.callTo(a.home.own[i].E164)
	}
	return r
}

// callTo returns what calls a number in E.164, or nil where this computer cannot.
func (a *App) callTo(e164 string) func() {
	if a.parts.Call == nil || e164 == "" {
		return nil
	}
	return func() { a.failed("call not started", a.parts.Call(e164)) }
}

func (a *App) reachWords() look.ReachWords {
	return look.ReachWords{Call: a.words.ID("people.call"), Copy: a.words.ID("app.copy"), Copied: a.words.ID("app.copied")}
}

// lineNote says when a line answers, and that it calls nobody.
func (a *App) lineNote(o blocklist.Official) string {
	var notes []string
	if o.Hours == "24/7" {
		notes = append(notes, a.words.ID("home.guide.day_and_night"))
	}
	if o.NeverCalls {
		notes = append(notes, a.words.ID("home.guide.never_calls"))
	}
	return join(notes...)
}

// numberRows show whom to call, each with its number to copy. Where an act names a line and none is known, they say
// what to do instead.
func (a *App) numberRows(act check.Act, all []look.Reach) []fyne.CanvasObject {
	if act == check.CallHotline && len(all) == 0 {
		return []fyne.CanvasObject{look.NewText(look.Body, a.words.Say(check.NoLine()))}
	}
	rows := make([]fyne.CanvasObject, 0, len(all))
	for _, r := range all {
		rows = append(rows, look.NumberRow(r, a.reachWords()))
	}
	return rows
}
