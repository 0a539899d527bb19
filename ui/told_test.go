package ui_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/ui"
	"hangup/ui/handout"
)

func TestStepsForEachThingThatWasGiven(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		for i, g := range check.Givens() {
			s := newStage(t, ui.Preferences{Language: language, TextSize: 20, Region: "RU"}, ownBank)
			losing(string(rune('1' + i)))(s)
			words := s.parts.Words.Words(language)
			for _, step := range s.parts.Guided.Plans.Plan([]check.Given{g}, "RU") {
				s.mustShow(words.Say(step.Title), words.Say(step.When))
				for _, keep := range step.Keep {
					s.mustShow(words.Say(keep))
				}
			}
			s.mustShow(words.ID("told.again.title"))
		}
	}
}

func TestTicksSurviveAndNothingIsKeptBeforeTheFirst(t *testing.T) {
	s := newStage(t, english, ownBank)
	losing("1")(s)
	if got := s.ticked().ids; got != nil {
		t.Errorf("before the first tick, %q is kept", got)
	}
	s.tabTo("Call your bank.")
	s.press(fyne.KeySpace)
	if got, want := s.ticked().ids, []string{"given.code", "bank"}; !slices.Equal(got, want) {
		t.Errorf("kept %q, want %q", got, want)
	}
	s.mustNotShow("8 800 555-55-50") // what is done takes no room

	again := newStage(t, english, ownBank, func(x *stage) { x.parts.Guided.Ticks = s.ticked() })
	again.write("4")
	again.mustShow("Act now. Take one step at a time.", "Hang up.")
	if got := again.chosen(); !slices.Equal(got, []string{"Call your bank."}) {
		t.Errorf("after a start of the program, %q is ticked", got)
	}
	again.press(fyne.KeyEscape)
	if got := again.chosen(); !slices.Equal(got, []string{"A code from a message"}) {
		t.Errorf("what was given is %q", got)
	}
}

func TestTheLastTickTakenBackLeavesNothing(t *testing.T) {
	s := newStage(t, english, ownBank)
	losing("1")(s)
	s.tabTo("Call your bank.")
	s.press(fyne.KeySpace)
	s.press(fyne.KeySpace)
	if got := s.ticked().ids; len(got) != 0 {
		t.Errorf("kept %q", got)
	}
}

func TestStartAgainCanBeTakenBack(t *testing.T) {
	s := newStage(t, english, ownBank, func(s *stage) { s.ticked().ids = []string{"given.code", "hang_up", "bank"} })
	s.write("4")
	s.tabTo("Start again")
	s.press(fyne.KeyReturn)
	s.mustShow("What do they have now?", "All ticks are erased.")
	if got := s.ticked().ids; len(got) != 0 || len(s.chosen()) != 0 {
		t.Errorf("kept %q, marked %q", got, s.chosen())
	}
	s.tabTo("Bring them back")
	s.press(fyne.KeyReturn)
	if got := s.chosen(); !slices.Equal(got, []string{"Hang up.", "Call your bank."}) {
		t.Errorf("brought back %q", got)
	}
	if got := s.ticked().ids; !slices.Equal(got, []string{"given.code", "hang_up", "bank"}) {
		t.Errorf("kept %q", got)
	}
	s.press(fyne.KeyEscape)
	s.mustNotShow("All ticks are erased.")
}

func TestNothingMarkedIsSaid(t *testing.T) {
	s := newStage(t, english, ownBank)
	losing("")(s)
	s.mustShow("Mark what they have. Then the steps come.")
	s.write("5")
	s.mustNotShow("Mark what they have. Then the steps come.")
	s.press(fyne.KeyReturn)
	s.mustShow("Act now.", "Lock the door.")
}

func TestStepsArePrinted(t *testing.T) {
	var page string
	s := newStage(t, english, ownBank, func(s *stage) {
		s.parts.Guided.Print = func(_ context.Context, p handout.Page) (string, error) {
			html, err := p.HTML()
			page = string(html)
			return "/home/maria/Documents/HangUp/steps.html", err
		}
		s.ticked().ids = []string{"given.code", "hang_up"}
	})
	s.write("4")
	s.tabTo("Print the steps")
	s.press(fyne.KeyReturn)
	s.mustShow("Print it there.", "/home/maria/Documents/HangUp/steps.html")
	for _, want := range []string{"Call your bank.", "8 800 555-55-50", "Sberbank", "Block my accounts", "receipts"} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

func TestTicksThatCannotBeKeptAreSaid(t *testing.T) {
	s := newStage(t, english, ownBank)
	losing("1")(s)
	s.ticked().err = errors.Join(&blocklist.Error{Message: blocklist.Say("error.unexpected")})
	s.tabTo("Call your bank.")
	s.press(fyne.KeySpace)
	s.mustShow("Something went wrong", "Call your bank.")
}
