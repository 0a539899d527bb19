package ui_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hangup/ui"
)

var english = ui.Preferences{Language: "en", TextSize: 20, Region: "RU"}

func (s *stage) shows(text string) bool {
	return slices.ContainsFunc(s.texts(), func(t string) bool {
		return strings.Contains(strings.ReplaceAll(t, "\u00a0", " "), text)
	})
}

func (s *stage) mustShow(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if !s.shows(text) {
			s.t.Errorf("%q is not on the screen: %q", text, s.texts())
		}
	}
}

func (s *stage) mustNotShow(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if s.shows(text) {
			s.t.Errorf("%q is on the screen: %q", text, s.texts())
		}
	}
}

func TestCheckByKeyboard(t *testing.T) {
	s := newStage(t, english)
	checkOf("12025550143")(s) // typed without its plus, as people do
	s.press(fyne.KeyEscape)
	s.press(fyne.KeyEscape)
	checkOf("+12025550143")(s)
	s.mustShow("STOP. Do not talk to them.", "+1 202-555-0143", "United States", "10 people or more complained",
		"Do not call back.", "Maria, daughter")
	s.press(fyne.KeyEscape)
	s.mustShow("Check a phone number")
	if f, ok := s.window.Canvas().Focused().(interface{ SelectedText() string }); !ok || f == nil {
		t.Error("back from the verdict, the keyboard is not in the field")
	}
}

func TestNumberIsFormattedAsItIsTyped(t *testing.T) {
	s := newStage(t, english)
	s.write("2")
	s.write("84959876543")
	digits := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "")
	if got := fieldText(s); got == "84959876543" || digits.Replace(got) != "84959876543" {
		t.Errorf("the field holds %q", got)
	}
}

// fieldText returns what is in the field that has the focus.
func fieldText(s *stage) string {
	s.t.Helper()
	w, ok := s.window.Canvas().Focused().(fyne.Widget)
	if !ok {
		s.t.Fatal("no field has the focus")
	}
	text := ""
	for _, o := range test.LaidOutObjects(w) {
		if rich, ok := o.(interface{ String() string }); ok && text == "" {
			text = rich.String()
		}
	}
	return text
}

func TestDirectionChangesTheVerdict(t *testing.T) {
	s := newStage(t, english)
	checkOf("+1 900 555 0100")(s) // a premium number
	s.mustShow("Be careful.")
	s.tabTo("I want to call them")
	s.press(fyne.KeyReturn)
	s.mustShow("STOP. Do not call this number.", "They called me")
	s.tabTo("They called me")
	s.press(fyne.KeyReturn)
	s.mustShow("Be careful.")
}

func TestDirectionIsAskedBeforeTheCheck(t *testing.T) {
	s := newStage(t, english)
	s.write("2")
	s.write("+1 900 555 0100")
	s.tabTo("I want to call them")
	s.press(fyne.KeySpace)
	s.tabTo("Check")
	s.press(fyne.KeyReturn)
	s.mustShow("STOP. Do not call this number.")
}

func TestSeveralNumbersAreOffered(t *testing.T) {
	s := newStage(t, english)
	checkOf("call +1 202 555 0143 or +1 202 555 0172")(s)
	s.mustShow("Which number?", "+1 202-555-0143", "Stop ·", "+1 202-555-0172", "Be careful ·")
	s.press(fyne.KeyTab)
	s.press(fyne.KeyReturn)
	s.mustShow("Be careful.", "3 people complained")
}

func TestNoNumberInTheText(t *testing.T) {
	for text, id := range map[string]string{
		"": "error.phone.empty", "hello": "error.phone.letters", "8 (495) 987": "error.phone.too_short",
	} {
		s := newStage(t, english)
		checkOf(text)(s)
		s.mustShow(s.say(id), "Check a phone number")
		s.write("+12025550143")
		s.press(fyne.KeyReturn)
		if text == "" {
			s.mustShow("STOP.")
		}
	}
}

func TestSecretIsRefusedAndGone(t *testing.T) {
	s := newStage(t, english)
	checkOf("4276 3800 1234 5678")(s)
	s.mustShow("Do not type secrets.", s.say("error.phone.secret"))
	if got := fieldText(s); got != "" {
		t.Errorf("the field still holds %q", got)
	}
	if s.desk.asked != 0 {
		t.Error("the secret was looked up")
	}
	s.mustNotShow("4276", "5678")
	s.write("+12025550143")
	s.press(fyne.KeyReturn)
	s.mustShow("STOP.")
	s.press(fyne.KeyEscape)
	s.mustNotShow("Do not type secrets.")
}

func TestCheckThatFailsSaysSo(t *testing.T) {
	s := newStage(t, english, func(s *stage) { s.desk.err = errors.New("disk on fire") })
	checkOf("+1 202 555 0143")(s)
	s.mustShow("Something went wrong", "Check a phone number")
	s.mustNotShow("Not on the list", "disk on fire")
	s.desk.err = nil
	s.press(fyne.KeyReturn)
	s.mustShow("STOP.")
}

func TestAnotherNumber(t *testing.T) {
	s := newStage(t, english)
	checkOf("+1 202 555 0143")(s)
	s.tabTo("Check another number")
	s.press(fyne.KeyReturn)
	s.mustShow("Check a phone number")
	if got := fieldText(s); got != "" {
		t.Errorf("the field holds the number from before: %q", got)
	}
	s.press(fyne.KeyEscape)
	s.mustShow("What is happening?")
}

// An answer that comes after the person went away does not open a screen.
func TestLateAnswerIsDropped(t *testing.T) {
	var tasks []func()
	s := newStage(t, english, func(s *stage) { s.parts.Go = func(task func()) { tasks = append(tasks, task) } })
	checkOf("+1 202 555 0143")(s)
	s.mustShow("Checking…")
	s.press(fyne.KeyEscape)
	for _, task := range tasks {
		task()
	}
	s.mustShow("What is happening?")
	s.mustNotShow("STOP.")
}

func TestHotlinesOfTheCountry(t *testing.T) {
	s := newStage(t, ui.Preferences{Language: "en", TextSize: 20, Region: "GB"})
	losing("1")(s)
	s.mustShow("Call your bank.", "159", "This number never calls people")
	s.mustNotShow("102")
	test.Tap(button(s, "Copy"))
	if got := fyne.CurrentApp().Clipboard().Content(); got != "159" {
		t.Errorf("the first Copy copies %q, not the number that reaches every bank", got)
	}
}

// button returns the first control that says a text.
func button(s *stage, label string) fyne.Tappable {
	s.t.Helper()
	for _, o := range test.LaidOutObjects(s.window.Canvas().Content()) {
		if a, ok := o.(fyne.Accessible); ok && a.AccessibilityLabel() == label {
			return o.(fyne.Tappable)
		}
	}
	s.t.Fatalf("no control says %q: %q", label, s.texts())
	return nil
}

// BenchmarkVerdict measures from the key press to the verdict laid out; a person must not wait 50 ms for it.
func BenchmarkVerdict(b *testing.B) {
	s := newStage(b, english)
	s.write("2")
	s.write("+1 202 555 0143")
	for b.Loop() {
		s.press(fyne.KeyReturn)
		b.StopTimer()
		s.press(fyne.KeyEscape)
		b.StartTimer()
	}
}
