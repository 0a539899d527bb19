package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/ui"
)

func TestTextSizeChangesAtOnceAndKeepsEverything(t *testing.T) {
	s := newStage(t, english)
	s.write("2")
	s.write("+1 202")
	typed := fieldText(s)
	test.Tap(button(s, "I want to call them"))
	test.Tap(button(s, "A+"))
	if got := fieldText(s); got != typed {
		t.Errorf("the field held %q, now %q", typed, got)
	}
	if s.memory.saved.TextSize != 24 {
		t.Errorf("saved text size %d", s.memory.saved.TextSize)
	}
	s.write("5550143")
	s.press(fyne.KeyReturn)
	s.mustShow("STOP. Do not call this number.") // the direction was kept as well
	before := titleSize(s)
	for range 10 {
		test.Tap(button(s, "A+"))
	}
	s.mustShow("STOP. Do not call this number.")
	if after := titleSize(s); after <= before || s.memory.saved.TextSize != 40 {
		t.Errorf("title %v, then %v; saved %d", before, after, s.memory.saved.TextSize)
	}
	for range 10 {
		test.Tap(button(s, "A-"))
	}
	if s.memory.saved.TextSize != 20 {
		t.Errorf("smallest text saved as %d", s.memory.saved.TextSize)
	}
}

// titleSize returns the height of the largest text on the screen.
func titleSize(s *stage) float32 {
	largest := float32(0)
	for _, o := range test.LaidOutObjects(s.window.Canvas().Content()) {
		if text, ok := o.(interface{ HeightFor(float32) float32 }); ok {
			if _, isText := o.(interface{ String() string }); isText {
				largest = max(largest, text.HeightFor(1e5))
			}
		}
	}
	return largest
}

func TestLanguageChangesAtOnceAndKeepsEverything(t *testing.T) {
	s := newStage(t, english)
	checkOf("+1 202 555 0143")(s)
	s.mustShow("STOP. Do not talk to them.")
	s.tabTo("English")
	s.press(fyne.KeyReturn)
	s.mustShow("English", "Русский", "Этот перевод ещё не проверен.")
	s.tabTo("Русский. Этот перевод ещё не проверен.")
	s.press(fyne.KeyReturn)
	s.mustShow("СТОП. Не говорите с ними.", "Положите трубку.", "Русский")
	s.mustNotShow("STOP")
	if s.memory.saved.Language != "ru" {
		t.Errorf("saved language %q", s.memory.saved.Language)
	}
	s.press(fyne.KeyEscape)
	s.mustShow("Проверить номер телефона")
	if got := fieldText(s); got == "" {
		t.Error("the number that was typed is gone")
	}
}

func TestFocusStaysOnTheControlThatWasPressed(t *testing.T) {
	s := newStage(t, english)
	s.tabTo("A+")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyReturn)
	if a, ok := s.window.Canvas().Focused().(fyne.Accessible); !ok || a.AccessibilityLabel() != "A+" {
		t.Error("A+ lost the focus when it was pressed")
	}
	if s.memory.saved.TextSize != 28 {
		t.Errorf("pressed twice, the text is %d", s.memory.saved.TextSize)
	}
}

func TestCountry(t *testing.T) {
	s := newStage(t, ui.Preferences{Language: "en", TextSize: 20})
	s.mustShow("The program does not know your country.")
	s.tabTo("Choose your country")
	s.press(fyne.KeyReturn)
	s.write("unit")
	s.mustShow("United Kingdom", "United States")
	s.mustNotShow("France")
	s.write("xx")
	s.mustShow("No such country.")
	for range 2 {
		s.press(fyne.KeyBackspace)
	}
	s.write("ed k")
	s.press(fyne.KeyReturn)
	s.mustShow("What is happening?")
	s.mustNotShow("Choose your country")
	if s.memory.saved.Region != "GB" {
		t.Errorf("saved region %q", s.memory.saved.Region)
	}
}

func TestNoticesArePutAwayOnce(t *testing.T) {
	s := newStage(t, english, func(s *stage) { s.parts.Notices = []blocklist.Message{blocklist.Say("error.unexpected")} })
	s.mustShow("Something went wrong")
	s.write("1")
	s.mustShow("Something went wrong", "Hang up now.")
	test.Tap(button(s, "All right"))
	s.mustNotShow("Something went wrong")
	s.press(fyne.KeyEscape)
	s.mustNotShow("Something went wrong")
}

func TestListsChangedShowsTheNewList(t *testing.T) {
	s := newStage(t, english, func(s *stage) { s.desk.helper = nil })
	s.mustNotShow("Call my person")
	s.desk.helper = &blocklist.Contact{Name: "Ann", Number: "112"}
	s.app.ListsChanged()
	s.mustShow("Call my person", "Ann")
}
