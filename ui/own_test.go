package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
)

func TestNotRight(t *testing.T) {
	s := newStage(t, english)
	doubtOf("+1 202 555 0143")(s)
	s.mustShow("Do you know this number?", "Did somebody ask you to do this? Then hang up.")
	s.press(fyne.KeyReturn) // the keyboard starts on the safe act
	s.mustShow("STOP. Do not talk to them.")
	if len(s.book.numbers) != 0 {
		t.Fatal("the number is on the own list before the person said so")
	}

	s.press(fyne.KeyEscape)
	s.press(fyne.KeyEscape)
	allowOf("+1 202 555 0143")(s)
	s.mustShow("You put this number on your own list.", "This number is on your own list now.")
	s.mustNotShow("STOP. Do not talk to them.", "Not right?")
	if s.book.reports != 0 {
		t.Error("a report was written without asking")
	}
	s.tabTo("Write the file")
	s.press(fyne.KeyReturn)
	s.mustShow("/home/maria/Documents/HangUp/", "Nothing was sent.")
	s.tabTo("Warn me again")
	s.press(fyne.KeyReturn)
	s.mustShow("STOP. Do not talk to them.", "Not right?")
	if len(s.book.numbers) != 0 {
		t.Error("the number is still on the own list")
	}
}

func TestNotRightIsOfferedOnlyWhereItHelps(t *testing.T) {
	for number, offered := range map[string]bool{
		"+1 202 555 0143": true, "+1 202 555 0172": true, // on the list
		"8 495 987-65-43": false, // nothing is known
		"8 495 123-45-67": false, // the bank
		"private number":  false,
	} {
		s := newStage(t, english)
		checkOf(number)(s)
		s.mustShow("What to do")
		if got := s.shows("Not right?"); got != offered {
			t.Errorf("%s: offered %v, want %v", number, got, offered)
		}
	}
}

// A number of the own list says so on a later visit, and is taken off there.
func TestOwnListIsLeftFromTheVerdict(t *testing.T) {
	s := newStage(t, english)
	allowOf("+1 202 555 0143")(s)
	for range 3 {
		s.press(fyne.KeyEscape)
	}
	checkOf("+1 202 555 0143")(s)
	s.mustShow("You put this number on your own list.")
	s.tabTo("Take it off my own list")
	s.press(fyne.KeyReturn)
	s.mustShow("STOP. Do not talk to them.")
}

func TestNotRightFails(t *testing.T) {
	s := newStage(t, english)
	doubtOf("+1 202 555 0143")(s)
	s.book.err = &blocklist.Error{Message: blocklist.Say("error.store.disk_full")}
	s.tabTo("I know it. Do not warn me.")
	s.press(fyne.KeyReturn)
	s.mustShow(s.say("error.store.disk_full"))
	s.press(fyne.KeyEscape)
	s.mustShow("STOP. Do not talk to them.")
}

func TestOwnList(t *testing.T) {
	s := newStage(t, english, ownNumbers)
	toOwn(s)
	s.mustShow("My own list", "+1 202-555-0143", "8 (495) 987-65-43")
	s.tabTo("Warn of it again")
	s.press(fyne.KeyReturn)
	s.mustShow("+1 202-555-0143 is off your own list.", "8 (495) 987-65-43")
	if len(s.book.numbers) != 1 {
		t.Errorf("the list holds %v", s.book.numbers)
	}
	s.tabTo("Put it back")
	s.press(fyne.KeyReturn)
	s.mustNotShow("is off your own list")
	if len(s.book.numbers) != 2 {
		t.Errorf("after it was put back the list holds %v", s.book.numbers)
	}
}
