package setup

import (
	"bytes"
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// compare says what a setup changes: settings first, then people, banks, known numbers and lists.
func compare(now, target store.Setup) []blocklist.Message {
	changes := compareSettings(now.Settings, target.Settings)
	for _, kind := range []kindWords{
		{
			blocklist.ContactPerson, "setup.change.person_added", "setup.change.person_removed", "setup.change.person_renamed",
			"setup.change.people_order",
		},
		{
			blocklist.ContactBank, "setup.change.bank_added", "setup.change.bank_removed", "setup.change.bank_renamed",
			"setup.change.banks_order",
		},
		{blocklist.ContactAllowed, "setup.change.allowed_added", "setup.change.allowed_removed", "", ""},
	} {
		changes = append(changes, kind.compare(ofKind(now.Contacts, kind.kind), ofKind(target.Contacts, kind.kind))...)
	}
	changes = append(changes, compareLists(now.Lists, target.Lists)...)
	return append(changes, comparePacks(now.Packs, target.Packs)...)
}

func comparePacks(now, target []string) (changes []blocklist.Message) {
	for _, code := range target {
		if !slices.Contains(now, code) {
			changes = append(changes, say("setup.change.pack_added", "Name", follow.NameOf(code)))
		}
	}
	for _, code := range now {
		if !slices.Contains(target, code) {
			changes = append(changes, say("setup.change.pack_removed", "Name", follow.NameOf(code)))
		}
	}
	return changes
}

func compareSettings(now, target store.Settings) (changes []blocklist.Message) {
	if now.Language != target.Language {
		changes = append(changes, languageChange(target.Language))
	}
	if now.TextSize != target.TextSize {
		changes = append(changes, chosen(target.TextSize != 0, "setup.change.text_size", "Size", target.TextSize))
	}
	if now.Region != target.Region {
		changes = append(changes, chosen(target.Region != "", "setup.change.region", "Country", target.Region))
	}
	for _, r := range target.HearsFrom {
		if !slices.Contains(now.HearsFrom, r) {
			changes = append(changes, say("setup.change.hears_added", "Country", r))
		}
	}
	for _, r := range now.HearsFrom {
		if !slices.Contains(target.HearsFrom, r) {
			changes = append(changes, say("setup.change.hears_removed", "Country", r))
		}
	}
	if now.Schedule.Every() != target.Schedule.Every() {
		changes = append(changes, say("setup.change.schedule", "Schedule", ScheduleMessage(target.Schedule)))
	}
	if now.StartsWithComputer != target.StartsWithComputer {
		changes = append(changes, either(target.StartsWithComputer, "setup.change.starts", "setup.change.starts_not"))
	}
	if now.FamilyWord.IsZero() != target.FamilyWord.IsZero() {
		changes = append(changes, either(!target.FamilyWord.IsZero(), "setup.change.family_word", "setup.change.no_family_word"))
	}
	return changes
}

// ScheduleMessage names a schedule.
func ScheduleMessage(s store.Schedule) blocklist.Message {
	switch s {
	case store.ScheduleWeekly:
		return blocklist.Say("setup.schedule.weekly")
	case store.ScheduleManual:
		return blocklist.Say("setup.schedule.manual")
	default:
		return blocklist.Say("setup.schedule.daily")
	}
}

// languageChange names a language by its own name.
func languageChange(code string) blocklist.Message {
	tag, err := language.Parse(code)
	return chosen(code != "" && err == nil, "setup.change.language", "Language", display.Self.Name(tag))
}

// chosen says that something is chosen, or that it is the program's choice again.
func chosen(is bool, id, name string, value any) blocklist.Message {
	if !is {
		value = blocklist.Say("setup.not_chosen")
	}
	return say(id, name, value)
}

func either(is bool, yes, no string) blocklist.Message {
	if is {
		return blocklist.Say(yes)
	}
	return blocklist.Say(no)
}

func say(id, name string, value any) blocklist.Message {
	return blocklist.Message{ID: id, Args: blocklist.Args{name: value}}
}

// kindWords are the message ids for one kind of contact.
type kindWords struct {
	kind                           blocklist.ContactKind
	added, removed, renamed, order string
}

func ofKind(contacts []store.Contact, kind blocklist.ContactKind) []store.Contact {
	return slices.DeleteFunc(slices.Clone(contacts), func(c store.Contact) bool { return c.Kind != kind })
}

func (w kindWords) compare(now, target []store.Contact) (changes []blocklist.Message) {
	var stay []store.Contact // in the present order
	for _, c := range now {
		if i := indexOf(target, c); i < 0 {
			changes = append(changes, contactChange(w.removed, c))
		} else {
			stay = append(stay, target[i])
			if w.renamed != "" && c.Name != target[i].Name {
				changes = append(changes, contactChange(w.renamed, target[i]))
			}
		}
	}
	var order []store.Contact // of the same, as it will be
	for _, c := range target {
		if indexOf(now, c) < 0 {
			changes = append(changes, contactChange(w.added, c))
		} else {
			order = append(order, c)
		}
	}
	if w.order != "" && !slices.Equal(stay, order) {
		changes = append(changes, blocklist.Say(w.order))
	}
	return changes
}

// indexOf returns where the list has the number of a contact, or -1.
func indexOf(list []store.Contact, c store.Contact) int {
	return slices.IndexFunc(list, func(o store.Contact) bool { return o.Dial == c.Dial && o.Region == c.Region })
}

func contactChange(id string, c store.Contact) blocklist.Message {
	return blocklist.Message{ID: id, Args: blocklist.Args{"Name": c.Name, "Number": c.Number}}
}

func compareLists(now, target []repository.Card) (changes []blocklist.Message) {
	for _, c := range now {
		if findCard(target, c) == nil {
			changes = append(changes, cardChange("setup.change.list_removed", c))
		}
	}
	for _, c := range target {
		if same := findCard(now, c); same == nil {
			changes = append(changes, cardChange("setup.change.list_added", c))
		} else if same.URL != c.URL || same.Name != c.Name {
			changes = append(changes, cardChange("setup.change.list_moved", c))
		}
	}
	return changes
}

// findCard returns the card of the same list, or nil.
func findCard(cards []repository.Card, card repository.Card) *repository.Card {
	i := slices.IndexFunc(cards, func(c repository.Card) bool { return bytes.Equal(c.Root, card.Root) })
	if i < 0 {
		return nil
	}
	return &cards[i]
}

func cardChange(id string, c repository.Card) blocklist.Message {
	return blocklist.Message{ID: id, Args: blocklist.Args{"Name": c.Name, "Address": c.URL}}
}
