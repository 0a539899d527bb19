package ui

import (
	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui/look"
)

// reachable is somebody to call.
type reachable struct{ name, number, note string }

// whom returns whom an act means: the person's own banks or people first, then the country's lines.
func (a *App) whom(act check.Act, services []blocklist.Service, trusted []blocklist.Contact) []reachable {
	own := map[check.Act]blocklist.ContactKind{
		check.CallBank: blocklist.ContactBank, check.CallPerson: blocklist.ContactPerson,
		check.CallSaved: blocklist.ContactPerson,
	}
	var all []reachable
	kind, ok := own[act]
	for _, t := range trusted {
		if ok && t.Kind == kind {
			all = append(all, reachable{name: t.Name, number: t.Number})
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
		all = append(all, reachable{a.words.ID(o.NameID), numbers[o.ID], a.lineNote(o)})
	}
	return all
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
func (a *App) numberRows(act check.Act, all []reachable) []fyne.CanvasObject {
	if act == check.CallHotline && len(all) == 0 {
		return []fyne.CanvasObject{look.NewText(look.Body, a.words.Say(check.NoLine()))}
	}
	rows := make([]fyne.CanvasObject, 0, len(all))
	for _, r := range all {
		rows = append(rows, look.NumberRow(r.name, r.number, r.note, a.words.ID("app.copy"), a.words.ID("app.copied")))
	}
	return rows
}
