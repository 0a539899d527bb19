package ui_test

import (
	"context"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui"
)

// callable lets the computer call, and the person have a bank that can be called.
func callable(s *stage) {
	bank := blocklist.Contact{Name: "Sberbank", Number: "8 800 555-55-50", Kind: blocklist.ContactBank}
	s.house.all[1] = ui.Trusted{ID: 2, Contact: bank, E164: "+78005555550"}
	s.parts.Guided.Contacts = func(context.Context) ([]blocklist.Contact, error) {
		return []blocklist.Contact{s.house.all[0].Contact, bank}, nil
	}
	s.parts.Call = func(e164 string) error {
		s.called = append(s.called, e164)
		return s.callErr
	}
}

// relativesScenes are the screens of the relatives' part.
func relativesScenes() []scene {
	nothing := func(*stage) {}
	add := func(key, button string) func(*stage) {
		return func(s *stage) {
			relative(key)(s)
			s.tabTo(s.say(button))
			s.press(fyne.KeyReturn)
		}
	}
	return []scene{
		{"home-offer", func(s *stage) { s.house.all, s.desk.helper = nil, nil }, nothing},
		{"home-call", callable, nothing},
		{"ask-stop-call", callable, answered("hung_up bank code")},
		{"people", nothing, relative("2")},
		{"people-add", nothing, add("2", "people.add")},
		{"bank", nothing, relative("3")},
		{"bank-none", func(s *stage) { s.house.all = nil }, relative("3")},
		{"wizard", nothing, relative("1")},
		{"wizard-word", nothing, func(s *stage) { relative("1")(s); s.write("5") }},
		{"wizard-schedule", nothing, func(s *stage) { relative("1")(s); s.write("7") }},
		{"relatives", followed, relative("")},
		{"wizard-all-done", func(s *stage) {
			followed(s)
			s.house.state.FamilyWord, s.house.state.Autostart = today, true
		}, relative("1")},
		{"setup-file", nothing, func(s *stage) {
			add("7", "setup.file.save")(s)
			s.tabTo(s.say("setup.file.here"))
			s.press(fyne.KeyReturn)
		}},
		{"setup-folder", nothing, add("7", "setup.file.save")},
		{"autostart", nothing, relative("9")},
		{"speed", nothing, relative("0")},
		{"people-card", nothing, add("2", "people.print_card")},
		{"wizard-card", nothing, add("1", "people.print_card")},
		{"help-card", nothing, func(s *stage) {
			openHelp(s)
			s.tabTo(s.say("people.print_card"))
			s.press(fyne.KeyReturn)
		}},
		{"setup-plan", func(s *stage) {
			s.house.before = &ui.SetupPlan{Changes: []blocklist.Message{
				{ID: "setup.change.person_added", Args: blocklist.Args{"Name": "Ivan", "Number": "+7 916 000-00-00"}},
				{ID: "setup.change.bank_removed", Args: blocklist.Args{"Name": "Sber", "Number": "900"}},
			}}
		}, add("7", "setup.file.undo")},
		{"lock", nothing, relative("8")},
		{"locked", func(s *stage) { s.house.state.Locked = true }, relative("")},
	}
}
