package ui_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui"
)

// household keeps people, banks and the setup in memory.
type household struct {
	all     []ui.Trusted
	state   ui.SetupState
	refuse  *blocklist.Error // of Add and Change
	plan    ui.SetupPlan
	openErr error
	applied int
	now     ui.Preferences
}

func (h *household) List(context.Context) ([]ui.Trusted, error) { return h.all, nil }

func (h *household) Watch(_ context.Context, _ blocklist.ContactKind, text string) *blocklist.Message {
	if strings.Contains(strings.Map(digitsOnly, text), "4276") {
		why := blocklist.Say("people.error.listed")
		return &why
	}
	return nil
}

// before returns what takes an act back.
func (h *household) before() ui.Undo {
	all := slices.Clone(h.all)
	return func(context.Context) error {
		h.all = all
		return nil
	}
}

func (h *household) Add(_ context.Context, kind blocklist.ContactKind, name, number string) (ui.Undo, error) {
	if h.refuse != nil {
		return nil, h.refuse
	}
	undo := h.before()
	h.all = append(slices.Clone(h.all), ui.Trusted{
		ID: int64(len(h.all) + 1), Contact: blocklist.Contact{Kind: kind, Name: name, Number: number},
	})
	return undo, nil
}

func (h *household) Change(_ context.Context, id int64, name, number string) (ui.Undo, error) {
	undo := h.before()
	h.all = slices.Clone(h.all)
	i := slices.IndexFunc(h.all, func(t ui.Trusted) bool { return t.ID == id })
	h.all[i].Name, h.all[i].Number = name, number
	return undo, nil
}

func (h *household) Raise(_ context.Context, id int64) (ui.Undo, error) {
	undo := h.before()
	h.all = slices.Clone(h.all)
	i := slices.IndexFunc(h.all, func(t ui.Trusted) bool { return t.ID == id })
	h.all[i-1], h.all[i] = h.all[i], h.all[i-1]
	return undo, nil
}

func (h *household) Remove(_ context.Context, id int64) (ui.Undo, error) {
	undo := h.before()
	h.all = slices.DeleteFunc(slices.Clone(h.all), func(t ui.Trusted) bool { return t.ID == id })
	return undo, nil
}

func (h *household) State(context.Context) (ui.SetupState, error) { return h.state, nil }

func (h *household) SetFamilyWord(_ context.Context, agreed bool) error {
	h.state.FamilyWord = time.Time{}
	if agreed {
		h.state.FamilyWord = today
	}
	return nil
}

func (h *household) SetSchedule(_ context.Context, s ui.Schedule) error {
	h.state.Schedule = s
	return nil
}

func (h *household) SetAutostart(_ context.Context, on bool) error {
	h.state.Autostart = on
	return nil
}

func (h *household) SetLocked(_ context.Context, locked bool) error {
	h.state.Locked = locked
	return nil
}

func (h *household) SetOffered(context.Context) error {
	h.state.Offered = true
	return nil
}

func (h *household) Save(context.Context) (string, error) {
	return "/home/maria/Documents/HangUp/hangup-setup-2026-11-23.json", nil
}

func (h *household) Open(context.Context, string) (ui.SetupPlan, error) { return h.plan, h.openErr }

func (h *household) Before(context.Context) (ui.SetupPlan, error) { return h.plan, h.openErr }

func (h *household) Apply(context.Context, ui.SetupPlan) (ui.Preferences, error) {
	h.applied++
	return h.now, nil
}

// settled is a household with a person and a bank.
func settled(language string) *household {
	return &household{
		all: []ui.Trusted{
			{ID: 1, Contact: blocklist.Contact{Name: personNames[language], Number: "+7 916 123-45-67"}},
			{ID: 2, Contact: blocklist.Contact{Name: "Sber", Number: "900", Kind: blocklist.ContactBank}},
		},
		state: ui.SetupState{Schedule: ui.Daily},
		now:   ui.Preferences{Language: "ru", TextSize: 32, Region: "RU"},
	}
}

// relative opens an entry of the relatives' part by its key.
func relative(key string) func(*stage) {
	return func(s *stage) {
		s.tabTo(s.say("home.relatives"))
		s.press(fyne.KeyReturn)
		if key != "" {
			s.write(key)
		}
	}
}

func TestPeopleAreAddedMovedAndRemoved(t *testing.T) {
	s := newStage(t, english)
	relative("2")(s)
	s.mustShow("My people", "Maria, daughter")
	s.tabTo("Add a person")
	s.press(fyne.KeyReturn)
	s.write("Ivan, son")
	s.press(fyne.KeyReturn) // to the number
	s.write("89161112233")
	s.press(fyne.KeyReturn)
	s.mustShow("Ivan, son", "Done. You can take it back.")
	if got := s.house.all[len(s.house.all)-1]; got.Name != "Ivan, son" || got.Kind != blocklist.ContactPerson {
		t.Fatalf("saved %+v", got)
	}
	s.tabTo("Take it back")
	s.press(fyne.KeyReturn)
	s.mustNotShow("Ivan, son", "Take it back")
	s.tabTo("Remove")
	s.press(fyne.KeyReturn)
	s.mustShow("Nobody is here yet.")
	s.tabTo("Take it back")
	s.press(fyne.KeyReturn)
	s.mustShow("Maria, daughter")
}

func TestNumbersAreCheckedWhileTheyAreTyped(t *testing.T) {
	s := newStage(t, english)
	relative("3")(s)
	s.tabTo("Add a bank")
	s.press(fyne.KeyReturn)
	s.write("Bank")
	s.press(fyne.KeyReturn)
	s.write("42763800")
	s.mustShow("A list warns of this number.")
	s.house.refuse = &blocklist.Error{Message: blocklist.Say("people.error.impossible")}
	s.press(fyne.KeyReturn)
	s.mustShow("No such number exists.")
	if len(s.house.all) != 2 {
		t.Error("a refused number was saved")
	}
}

func TestSetupStepByStep(t *testing.T) {
	s := newStage(t, english)
	relative("1")(s)
	s.mustShow("Go on: Family word", "Not agreed yet")
	s.press(fyne.KeyReturn)
	s.mustShow("Do not type the word here or anywhere else.")
	s.tabTo("We agreed on a word")
	s.press(fyne.KeyReturn)
	s.mustShow("Agreed on 23 November 2026", "Go on: List of scam numbers")
	s.write("7")
	s.tabTo("every week")
	s.press(fyne.KeyReturn)
	s.write("8")
	s.tabTo("Start with the computer")
	s.press(fyne.KeyReturn)
	if !s.house.state.Autostart || s.house.state.Schedule != ui.Weekly {
		t.Errorf("saved %+v", s.house.state)
	}
	s.mustShow("HangUp starts with the computer.")
}

func TestSetupIsOfferedOnce(t *testing.T) {
	s := newStage(t, english, func(s *stage) { s.house.all = nil })
	s.mustShow("Set HangUp up together.")
	s.tabTo("Not now")
	s.press(fyne.KeyReturn)
	s.mustNotShow("Set HangUp up together.")
	if !s.house.state.Offered {
		t.Error("the offer comes again at the next start")
	}
	s = newStage(t, english)
	s.mustNotShow("Set HangUp up together.")
}

func TestLockAsksOnceMore(t *testing.T) {
	s := newStage(t, english)
	relative("8")(s)
	s.mustShow("It keeps nobody out who wants to get in.")
	s.tabTo("Lock")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyEscape)
	relative("")(s)
	s.mustShow("This part is locked")
	s.mustNotShow("My people")
	s.write("2") // the keys of the tiles do nothing
	s.mustShow("This part is locked")
	s.tabTo("I want to change something")
	s.press(fyne.KeyReturn)
	s.mustShow("My people", "Locked")
}

func TestSetupFileChangesNothingUnasked(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		s.house.plan = ui.SetupPlan{Changes: []blocklist.Message{
			{ID: "setup.change.person_added", Args: blocklist.Args{"Name": "Ivan", "Number": "+7 916 000-00-00"}},
		}}
	})
	relative("7")(s)
	s.tabTo("Save a setup file")
	s.press(fyne.KeyReturn)
	s.mustShow("hangup-setup-2026-11-23.json")
	s.tabTo("Open a setup file")
	s.press(fyne.KeyReturn)
	s.write("/media/stick/setup.json")
	s.press(fyne.KeyReturn)
	s.mustShow("This will change", "New among my people: Ivan")
	if s.house.applied != 0 {
		t.Fatal("changed before the person said so")
	}
	s.tabTo("Change all this")
	s.press(fyne.KeyReturn)
	s.mustShow("Что случилось?", "Настройка изменена.")
	if s.house.applied != 1 {
		t.Errorf("applied %d times", s.house.applied)
	}
}

func TestDamagedSetupFileIsRefusedInWords(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		s.house.openErr = &blocklist.Error{Message: blocklist.Say("setup.error.damaged")}
	})
	relative("7")(s)
	s.tabTo("Open a setup file")
	s.press(fyne.KeyReturn)
	s.write("/media/stick/setup.json")
	s.press(fyne.KeyReturn)
	s.mustShow("The setup file is damaged.")
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
		{"people", nothing, relative("2")},
		{"people-add", nothing, add("2", "people.add")},
		{"bank", nothing, relative("3")},
		{"bank-none", func(s *stage) { s.house.all = nil }, relative("3")},
		{"wizard", nothing, relative("1")},
		{"wizard-word", nothing, func(s *stage) { relative("1")(s); s.write("5") }},
		{"wizard-schedule", nothing, func(s *stage) { relative("1")(s); s.write("7") }},
		{"setup-file", nothing, add("7", "setup.file.save")},
		{"setup-plan", func(s *stage) {
			s.house.plan = ui.SetupPlan{Changes: []blocklist.Message{
				{ID: "setup.change.person_added", Args: blocklist.Args{"Name": "Ivan", "Number": "+7 916 000-00-00"}},
				{ID: "setup.change.bank_removed", Args: blocklist.Args{"Name": "Sber", "Number": "900"}},
			}}
		}, add("7", "setup.file.undo")},
		{"lock", nothing, relative("8")},
		{"locked", func(s *stage) { s.house.state.Locked = true }, relative("")},
	}
}

func digitsOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
