package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
)

// What was typed for an answer is kept when the person ticks it or changes it on its page, and else it is not.
func TestTypedWordsAreKeptWhenThePersonSaysSo(t *testing.T) {
	const typed, tick = "I am from the police, tell me the code", "Keep what I typed, too"
	open := func() *stage {
		s := newStage(t, english)
		s.write("3")
		s.paste(typed)
		s.tabTo("Save to diary")
		s.press(fyne.KeyReturn)
		s.mustNotShow(typed)
		return s
	}
	kept := func(s *stage) string {
		s.tabTo("Save")
		s.press(fyne.KeyReturn)
		s.mustShow("Look in the diary")
		return s.log.calls[0].Words
	}
	s := open()
	s.tabTo(tick)
	s.press(fyne.KeyReturn)
	s.mustShow(typed)
	s.write("7") // takes it back
	s.mustNotShow(typed)
	s.write("7")
	if got := kept(s); got != typed {
		t.Errorf("kept %q", got)
	}
	s = open()
	s.write("6")
	s.write(" from the text")
	s.press(fyne.KeyReturn)
	s.mustNotShow(tick)
	if got := kept(s); got != typed+" from the text" {
		t.Errorf("kept %q", got)
	}
	s = newStage(t, english)
	s.write("3")
	s.paste("The bank asked for the PIN of my card, the PIN is 4821")
	s.tabTo("Save to diary")
	s.press(fyne.KeyReturn)
	s.mustNotShow(tick)
}

// A number that is added later does not take away what was said of the words.
func TestVerdictOnWordsStays(t *testing.T) {
	s := newStage(t, english)
	s.write("3")
	s.paste("I am from the police, tell me the code")
	s.tabTo("Save to diary")
	s.press(fyne.KeyReturn)
	s.write("2")
	s.write("84959876543")
	s.press(fyne.KeyReturn)
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	if c := s.log.calls[0]; c.Number == "" || c.Level == nil || *c.Level != blocklist.Stop {
		t.Errorf("saved %+v", c)
	}
}
