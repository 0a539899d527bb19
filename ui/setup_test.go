package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui"
)

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
	s.tabTo("Every week")
	s.press(fyne.KeyReturn)
	s.write("8")
	s.tabTo("Start with the computer")
	s.press(fyne.KeyReturn)
	if !s.house.state.Autostart || s.house.state.Schedule != ui.Weekly {
		t.Errorf("saved %+v", s.house.state)
	}
	s.mustShow("Yes")
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
	s.mustNotShow("Undo the last setup file")
	s.tabTo("Open a setup file")
	s.press(fyne.KeyReturn)
	s.write("/media/stick/setup.json")
	s.press(fyne.KeyReturn)
	s.mustShow("This will change", "New among my people: Ivan")
	if s.house.applied != 0 {
		t.Fatal("changed before the person said so")
	}
	s.press(fyne.KeyReturn) // the keyboard starts on leaving all as it is
	s.press(fyne.KeyReturn)
	s.tabTo("Change all this")
	s.press(fyne.KeyReturn)
	s.mustShow("Что случилось?", "Настройка изменена.")
	if s.house.applied != 1 || s.memory.saved != s.house.now {
		t.Errorf("applied %d times; saved %+v", s.house.applied, s.memory.saved)
	}
}

// What was never chosen on the other computer stays as it is here, and a start with the computer that could not be
// changed hides nothing of the rest.
func TestSetupKeepsWhatAFileDoesNotHold(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		s.house.before = &ui.SetupPlan{Changes: []blocklist.Message{blocklist.Say("setup.change.starts")}}
		s.house.now = ui.Preferences{TextSize: 32}
		s.house.applyErr = &blocklist.Error{Message: blocklist.Say("desktop.autostart.failed")}
	})
	relative("7")(s)
	s.tabTo("Undo the last setup file")
	s.press(fyne.KeyReturn)
	s.tabTo("Change all this")
	s.press(fyne.KeyReturn)
	s.mustShow("What is happening?", "The setup was changed.", s.say("desktop.autostart.failed"))
	if want := (ui.Preferences{Language: "en", TextSize: 32, Region: "RU"}); s.memory.saved != want {
		t.Errorf("saved %+v", s.memory.saved)
	}
}

func TestSetupFileIsSavedWhereThePersonSays(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	if err := os.MkdirAll(filepath.Join(home, "Downloads", "Stick"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := newStage(t, english)
	relative("7")(s)
	s.tabTo("Save a setup file")
	s.press(fyne.KeyReturn)
	s.tabTo("Stick")
	s.press(fyne.KeyReturn)
	s.house.saveErr = &blocklist.Error{Message: blocklist.Say("setup.error.cannot_write")}
	s.tabTo("Save it here")
	s.press(fyne.KeyReturn)
	s.mustShow("The file cannot be written there. Choose another folder.")
	s.house.saveErr = nil
	s.press(fyne.KeyReturn)
	s.mustShow("hangup-setup-2026-11-23.json", "Open it there on the same page.")
	if want := filepath.Join(home, "Downloads", "Stick"); s.house.savedIn != want {
		t.Errorf("saved in %s, want %s", s.house.savedIn, want)
	}
}

// The wizard knows of a list although nobody looked at the lists before.
func TestWizardKnowsTheList(t *testing.T) {
	s := newStage(t, english, followed)
	relative("1")(s)
	s.mustShow(card.Name)
	s.tabTo("To the first page")
	s.press(fyne.KeyReturn)
	s.mustShow("What is happening?")
}
