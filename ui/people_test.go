package ui_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/ui"
	"hangup/ui/handout"
)

// household keeps people, banks and the setup in memory.
type household struct {
	all      []ui.Trusted
	state    ui.SetupState
	refuse   *blocklist.Error // of Add and Change
	plan     ui.SetupPlan
	before   *ui.SetupPlan // nil when no setup file was opened
	openErr  error
	saveErr  error
	savedIn  string
	applied  int
	applyErr error
	now      ui.Preferences
}

func (h *household) List(context.Context) ([]ui.Trusted, error) { return h.all, nil }

func (h *household) Watch(_ context.Context, _ blocklist.ContactKind, text string) *blocklist.Message {
	typed := strings.Map(digitsOnly, text)
	switch {
	case len(typed) == 16:
		return &phone.ErrSecret.Message
	case strings.HasPrefix(typed, "8916000"):
		why := blocklist.Say("people.error.listed")
		return &why
	}
	return nil
}

// asItWas returns what takes an act back.
func (h *household) asItWas() ui.Undo {
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
	undo := h.asItWas()
	h.all = append(slices.Clone(h.all), ui.Trusted{
		ID: int64(len(h.all) + 1), Contact: blocklist.Contact{Kind: kind, Name: name, Number: number},
	})
	return undo, nil
}

func (h *household) Change(_ context.Context, id int64, name, number string) (ui.Undo, error) {
	undo := h.asItWas()
	h.all = slices.Clone(h.all)
	i := slices.IndexFunc(h.all, func(t ui.Trusted) bool { return t.ID == id })
	h.all[i].Name, h.all[i].Number = name, number
	return undo, nil
}

func (h *household) Raise(_ context.Context, id int64) (ui.Undo, error) {
	undo := h.asItWas()
	h.all = slices.Clone(h.all)
	i := slices.IndexFunc(h.all, func(t ui.Trusted) bool { return t.ID == id })
	h.all[i-1], h.all[i] = h.all[i], h.all[i-1]
	return undo, nil
}

func (h *household) Remove(_ context.Context, id int64) (ui.Undo, error) {
	undo := h.asItWas()
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

func (h *household) Save(_ context.Context, folder string) (string, error) {
	if h.saveErr != nil {
		return "", h.saveErr
	}
	h.savedIn = folder
	return "/media/maria/STICK/hangup-setup-2026-11-23.json", nil
}

func (h *household) Open(context.Context, string) (ui.SetupPlan, error) { return h.plan, h.openErr }

func (h *household) Before(context.Context) (ui.SetupPlan, error) {
	if h.before == nil {
		return ui.SetupPlan{}, &blocklist.Error{Message: blocklist.Say("setup.error.nothing_before")}
	}
	return *h.before, nil
}

func (h *household) Apply(context.Context, ui.SetupPlan) (ui.Preferences, error) {
	h.applied++
	return h.now, h.applyErr
}

// settled is a household with a person and a bank.
func settled(language string) *household {
	return &household{
		all: []ui.Trusted{
			{ID: 1, Contact: blocklist.Contact{Name: personNames[language], Number: "+7 916 123-45-67"}, E164: "+79161234567"},
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

// A number that can be called from here is called by one press, in the form that the system understands. Short numbers
// have no such form, and without a program for calls there is no button.
func TestPeopleAreCalledWhereTheSystemCan(t *testing.T) {
	s := newStage(t, english, callable)
	s.tabTo("Call")
	s.press(fyne.KeyReturn)
	s.callErr = &blocklist.Error{Message: blocklist.Say("people.error.no_call")}
	s.press(fyne.KeyReturn)
	s.mustShow("The call did not start. Dial the number on your phone.")
	answered("hung_up bank code")(s)
	s.mustShow("Sberbank")
	s.callErr = nil
	s.tabTo("Call")
	s.press(fyne.KeyReturn)
	if want := []string{"+79161234567", "+79161234567", "+78005555550"}; !slices.Equal(s.called, want) {
		t.Errorf("called %q, want %q", s.called, want)
	}
	offered := func(s *stage) bool { return slices.Contains(s.texts(), "Call") }
	if offered(newStage(t, english)) {
		t.Error("calls are offered by a system that cannot call")
	}
	s = newStage(t, english, callable, func(s *stage) {
		s.desk.helper, s.house.all = nil, []ui.Trusted{{ID: 2, Contact: blocklist.Contact{Name: "Sber", Number: "900", Kind: blocklist.ContactBank}}}
	})
	s.mustShow("Sber")
	if offered(s) {
		t.Error("a call to a short number is offered")
	}
}

// The card for the fridge holds the numbers of the person, in the language of the screen, wherever it is printed from.
func TestCardForTheFridge(t *testing.T) {
	for name, open := range map[string]func(*stage){
		"my people": relative("2"), "my bank": relative("3"), "the guided setup": relative("1"), "help": openHelp,
	} {
		t.Run(name, func(t *testing.T) {
			var page handout.Page
			s := newStage(t, ui.Preferences{Language: "ru", TextSize: 20, Region: "RU"}, func(s *stage) {
				s.house.state.FamilyWord = today
				s.parts.Guided.Print = func(_ context.Context, p handout.Page) (string, error) {
					page = p
					return "/home/maria/Documents/HangUp/card.html", nil
				}
			})
			open(s)
			s.tabTo(s.say("people.print_card"))
			s.press(fyne.KeyReturn)
			s.mustShow("/home/maria/Documents/HangUp/card.html")
			html, err := page.HTML()
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"Мария, дочь", "916\u00a0123-45-67", "Sber", "900", "семейное слово", "102"} {
				if !strings.Contains(string(html), want) {
					t.Errorf("%q is not on the card", want)
				}
			}
		})
	}
}

func TestNumbersAreCheckedWhileTheyAreTyped(t *testing.T) {
	s := newStage(t, english)
	relative("3")(s)
	s.tabTo("Add a bank")
	s.press(fyne.KeyReturn)
	s.write("Bank")
	s.press(fyne.KeyReturn)
	s.write("8916000")
	s.mustShow("A list warns of this number.")
	s.press(fyne.KeyBackspace)
	s.mustNotShow("A list warns of this number.")
	s.house.refuse = &blocklist.Error{Message: blocklist.Say("people.error.impossible")}
	s.press(fyne.KeyReturn)
	s.mustShow("No such number exists.")
	s.write("1")
	s.mustNotShow("No such number exists.")
	if len(s.house.all) != 2 {
		t.Error("a refused number was saved")
	}
}

func TestCardAndCodeLeaveTheForm(t *testing.T) {
	s := newStage(t, english)
	relative("2")(s)
	s.tabTo("Add a person")
	s.press(fyne.KeyReturn)
	s.write("Anna")
	s.press(fyne.KeyReturn)
	s.write("4276380012345678")
	s.mustShow("It looks like a card number, PIN or code.")
	if got := fieldText(s); got != "" {
		t.Errorf("the field still holds %q", got)
	}
	s.house.refuse = phone.ErrSecret
	s.write("1985")
	s.press(fyne.KeyReturn)
	s.mustShow("It looks like a card number, PIN or code.")
	if got := fieldText(s); got != "" {
		t.Errorf("the field still holds %q", got)
	}
}

func TestPeopleAreChangedAndMoved(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		s.house.all = slices.Insert(s.house.all, 1, ui.Trusted{ID: 3, Contact: blocklist.Contact{Name: "Ivan", Number: "+7 916 111-22-33"}})
	})
	relative("2")(s)
	s.tabTo("Move up")
	s.press(fyne.KeyReturn)
	if s.house.all[0].Name == "Maria, daughter" {
		t.Errorf("after Ivan was moved up: %+v", s.house.all)
	}
	s.tabTo("Take it back")
	s.press(fyne.KeyReturn)
	if s.house.all[0].Name != "Maria, daughter" {
		t.Errorf("after that was taken back: %+v", s.house.all)
	}
	s.tabTo("Change")
	s.press(fyne.KeyReturn)
	s.write(" and friend")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyReturn)
	s.mustShow("Maria, daughter and friend", "Take it back")
}

// Names that somebody chose to confuse stay inside the window, and are never read as markup or as templates.
func TestHostileNamesOfPeople(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			open := func(path func(*stage)) {
				t.Helper()
				s := newStage(t, ui.Preferences{Language: "ru", TextSize: 40, Region: "RU"}, func(s *stage) {
					s.house.all = []ui.Trusted{
						{ID: 1, Contact: blocklist.Contact{Name: text, Number: text}},
						{ID: 2, Contact: blocklist.Contact{Name: text, Number: text, Kind: blocklist.ContactBank}},
					}
					s.house.before = &ui.SetupPlan{Changes: []blocklist.Message{
						{ID: "setup.change.person_added", Args: blocklist.Args{"Name": text, "Number": text}},
					}}
				})
				s.resize(800, 600)
				path(s)
				inspect(t, s, 40)
			}
			open(relative(""))
			open(relative("1"))
			open(relative("2"))
			open(relative("3"))
			open(func(s *stage) {
				relative("7")(s)
				s.tabTo(s.say("setup.file.undo"))
				s.press(fyne.KeyReturn)
				s.mustShow(s.say("setup.plan.apply"))
			})
		})
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

func digitsOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
