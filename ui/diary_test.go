package ui_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui"
)

// logbook keeps calls in memory.
type logbook struct {
	calls   []ui.Call
	refuse  error // of Save and Words
	fail    error // of Calls
	printed int   // calls on the page that was printed last; 0 for all
	format  ui.StatementFormat
	erased  bool
}

func (l *logbook) Calls(context.Context) ([]ui.Call, error) { return slices.Clone(l.calls), l.fail }

func (l *logbook) Words(context.Context, string) error { return l.refuse }

func (l *logbook) Save(_ context.Context, c ui.Call) (ui.Call, error) {
	if l.refuse != nil {
		return ui.Call{}, l.refuse
	}
	c.Rows = []ui.CallRow{
		{Label: blocklist.Say("diary.row.when"), Said: []blocklist.Message{{
			ID: "diary.time", Args: blocklist.Args{"Date": c.At, "Time": c.At.Format("15:04")},
		}}},
		{Label: blocklist.Say("diary.row.number"), Text: c.Number},
	}
	if c.Party != "" {
		c.Rows = append(c.Rows, ui.CallRow{
			Label: blocklist.Say("diary.row.party"), Said: []blocklist.Message{c.Party.Message()},
		})
	}
	if c.Words != "" {
		c.Rows = append(c.Rows, ui.CallRow{Label: blocklist.Say("diary.row.words"), Text: c.Words})
	}
	if c.Verdict != nil {
		c.Level, c.Verdict = &c.Verdict.Level, nil
	}
	if i := l.index(c); i >= 0 {
		l.calls[i] = c
		return c, nil
	}
	c.Source = len(l.calls) + 1
	l.calls = append(l.calls, c)
	return c, nil
}

func (l *logbook) index(c ui.Call) int {
	return slices.IndexFunc(l.calls, func(x ui.Call) bool { return x.Source == c.Source })
}

func (l *logbook) Delete(_ context.Context, c ui.Call) (ui.Undo, error) {
	before := slices.Clone(l.calls)
	l.calls = slices.Delete(l.calls, l.index(c), l.index(c)+1)
	return func(context.Context) error {
		l.calls = before
		return nil
	}, nil
}

func (l *logbook) EraseAll(context.Context) error {
	l.calls, l.erased = nil, true
	return nil
}

func (l *logbook) Print(_ context.Context, _ string, calls ...ui.Call) (string, error) {
	l.printed = len(calls)
	return "/home/maria/Documents/HangUp/hangup-statement.html", nil
}

func (l *logbook) Export(_ context.Context, _ string, f ui.StatementFormat) (path, sum string, err error) {
	l.format = f
	return "/home/maria/Documents/HangUp/hangup-statement.json", strings.Repeat("9f86d081", 8), nil
}

func toDiary(s *stage) {
	s.tabTo(s.say("diary.title"))
	s.press(fyne.KeyReturn)
}

// newCall opens the form of a new call, by Return alone.
func newCall(s *stage) {
	toDiary(s)
	s.press(fyne.KeyReturn)
}

// toCall opens the first call of the diary.
func toCall(s *stage) {
	toDiary(s)
	for range 2 { // past the act that writes a call down
		s.press(fyne.KeyTab)
	}
	s.press(fyne.KeyReturn)
}

var written = ui.Call{
	At: today.AddDate(0, 0, -1), Number: "+1 202-555-0143", Party: blocklist.PartyPolice, Words: "They wanted my PIN.",
	Verdict: &blocklist.Verdict{Level: blocklist.Stop},
}

// writtenDown puts two calls in the diary.
func writtenDown(s *stage) {
	for _, c := range []ui.Call{written, {At: today.AddDate(0, -1, 0), Asks: []blocklist.Ask{blocklist.AskCash}}} {
		if _, err := s.log.Save(context.Background(), c); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestCallIsWrittenDownFromItsVerdict(t *testing.T) {
	s := newStage(t, english)
	checkOf("+1 202 555 0143")(s)
	s.tabTo("Save to diary")
	s.press(fyne.KeyReturn)
	s.mustShow("About the call", "23 November 2026, 09:30", "+1 202-555-0143")
	if len(s.log.calls) != 0 {
		t.Fatal("the call was kept before it was saved")
	}
	s.write("3")
	s.tabTo("Police, state security or court")
	s.press(fyne.KeyReturn)
	s.write("4")
	s.tabTo("Cash for a courier")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyEscape)
	s.write("6")
	s.write("He was rude.")
	s.press(fyne.KeyReturn)
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	s.mustShow("Saved in the diary.", "STOP. Do not talk to them.", "Look in the diary")
	s.mustNotShow("Save to diary") // nobody writes the same call down twice
	if len(s.log.calls) != 1 {
		t.Fatalf("%d calls", len(s.log.calls))
	}
	c := s.log.calls[0]
	if c.Party != blocklist.PartyPolice || !slices.Equal(c.Asks, []blocklist.Ask{blocklist.AskCash}) ||
		c.Words != "He was rude." || c.Level == nil || *c.Level != blocklist.Stop || c.At.IsZero() {
		t.Errorf("saved %+v", c)
	}
	s.tabTo("Look in the diary")
	s.press(fyne.KeyReturn)
	s.mustShow("He was rude.")
}

// What the program said of one number is never kept with another.
func TestVerdictGoesWithItsNumber(t *testing.T) {
	s := newStage(t, english)
	checkOf("+1 202 555 0143")(s)
	s.tabTo("Save to diary")
	s.press(fyne.KeyReturn)
	s.write("2")
	for range "+1 202-555-0143" {
		s.press(fyne.KeyBackspace)
	}
	s.write("84959876543")
	s.press(fyne.KeyReturn)
	s.mustShow("+7 495 987-65-43")
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	if c := s.log.calls[0]; c.Number != "+7 495 987-65-43" || c.Level != nil {
		t.Errorf("%s is kept with the level %v of another number", c.Number, c.Level)
	}
}

func TestHiddenNumberIsLeftEmpty(t *testing.T) {
	s := newStage(t, english)
	checkOf("Private number")(s)
	s.tabTo("Save to diary")
	s.press(fyne.KeyReturn)
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	if c := s.log.calls[0]; c.Number != "" || c.Level == nil {
		t.Errorf("saved %q with %v", c.Number, c.Level)
	}
}

// Every way to an answer leads to the diary, with what is known by then.
func TestEveryOutcomeCanBeWrittenDown(t *testing.T) {
	for name, c := range map[string]struct {
		path func(*stage)
		want func(ui.Call) bool
	}{
		"checks": {answered("hung_up bank code"), func(c ui.Call) bool {
			return c.Party == blocklist.PartyBank && len(c.Asks)+len(c.Flags) > 0
		}},
		"recovery": {losing("1"), func(c ui.Call) bool { return slices.Equal(c.Given, []string{"code"}) }},
		"what they said": {func(s *stage) {
			s.write("3")
			s.write("I am from the police, tell me the code from the message")
		}, func(c ui.Call) bool {
			return len(c.Flags) > 0 && c.Words == "" && c.Level != nil && *c.Level == blocklist.Stop
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, english, ownBank)
			c.path(s)
			s.tabTo("Save to diary")
			s.press(fyne.KeyReturn)
			s.tabTo("Save")
			s.press(fyne.KeyReturn)
			if len(s.log.calls) != 1 || !c.want(s.log.calls[0]) {
				t.Errorf("saved %+v", s.log.calls)
			}
		})
	}
}

func TestTimeOfACall(t *testing.T) {
	for _, c := range []struct{ day, hour, want string }{
		{"1.11.2026", "", "1 November 2026, 09:30"},
		{"1/11", "1405", "1 November 2026, 14:05"},
		{"24.12", "8", "24 December 2025, 08:00"}, // the last one there was
		{"2026-02-28", "23.59", "28 February 2026, 23:59"},
		{"31.02.2026", "", "This is no day."},
		{"tomorrow", "", "This is no day."},
		{"", "25:00", "This is no time."},
		{"", "noon", "This is no time."},
		{"", "23:00", "This time is still to come."},
		{"1.1.2027", "", "This time is still to come."},
	} {
		s := newStage(t, english)
		newCall(s)
		s.write("1")
		s.mustShow("23 November 2026, 09:30", "Yesterday")
		for range 7 { // past the days
			s.press(fyne.KeyTab)
		}
		s.write(c.hour)
		s.press(fyne.KeyTab)
		s.write(c.day)
		s.press(fyne.KeyReturn)
		s.mustShow(c.want)
	}
}

func TestDayIsChosen(t *testing.T) {
	s := newStage(t, english)
	newCall(s)
	s.write("1")
	s.tabTo("Yesterday")
	s.press(fyne.KeyReturn)
	s.mustShow("22 November 2026, 09:30")
	s.tabTo("Go on")
	s.press(fyne.KeyReturn)
	s.mustShow("About the call", "22 November 2026, 09:30")
}

func TestSecretsAreRefused(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		s.log.refuse = &blocklist.Error{Message: blocklist.Say("diary.error.secret")}
	})
	newCall(s)
	s.write("2")
	s.write("4276 3800 1234 5678")
	s.press(fyne.KeyReturn)
	if got := fieldText(s); got != "" {
		t.Errorf("the number of a card is still in the field: %q", got)
	}
	s.press(fyne.KeyEscape)
	s.mustNotShow("4276")
	s.write("6")
	s.write("My PIN is 4711")
	s.press(fyne.KeyReturn)
	s.mustShow("This looks like a card number or a code.")
	s.press(fyne.KeyEscape)
	s.mustShow("About the call")
	s.mustNotShow("4711")
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	s.mustShow("This looks like a card number or a code.", "About the call")
}

func TestCallIsChangedDeletedAndPutBack(t *testing.T) {
	s := newStage(t, english, writtenDown)
	toCall(s)
	s.mustShow("22 November 2026, 09:30", "They wanted my PIN.", "Police, state security or court")
	s.tabTo("Change")
	s.press(fyne.KeyReturn)
	s.write("3")
	s.tabTo("Bank or central bank")
	s.press(fyne.KeyReturn)
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	s.mustShow("Bank or central bank", "Saved in the diary.")
	s.tabTo("Print")
	s.press(fyne.KeyReturn)
	s.mustShow("hangup-statement.html")
	if s.log.printed != 1 {
		t.Errorf("%d calls printed instead of one", s.log.printed)
	}
	s.tabTo("Delete")
	s.press(fyne.KeyReturn)
	s.mustNotShow("They wanted my PIN.")
	s.press(fyne.KeyReturn) // the keyboard starts on the act that takes it back
	s.mustShow("They wanted my PIN.")
	if len(s.log.calls) != 2 {
		t.Errorf("%d calls", len(s.log.calls))
	}
}

func TestStatement(t *testing.T) {
	s := newStage(t, english, writtenDown)
	toDiary(s)
	s.tabTo("Statement for the bank or the police")
	s.press(fyne.KeyReturn)
	s.write("1")
	s.mustShow("hangup-statement.html", "Print it there.")
	s.write("2")
	s.mustShow("hangup-statement.json", "9f86d081 9f86d081", "It does not prove who wrote it, or when.")
	if s.log.printed != 0 || s.log.format != ui.StatementJSON {
		t.Errorf("printed %d calls, saved in format %d", s.log.printed, s.log.format)
	}
	s.write("3")
	if s.log.format != ui.StatementSTIX {
		t.Error("3 saves no STIX file")
	}
}

func TestDiaryIsErasedAfterAskingOnce(t *testing.T) {
	s := newStage(t, english, writtenDown)
	toDiary(s)
	s.tabTo("Erase the diary")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyReturn) // the keyboard starts on the act that keeps it
	s.mustShow("+1 202-555-0143")
	s.tabTo("Erase the diary")
	s.press(fyne.KeyReturn)
	s.tabTo("Erase all calls")
	s.press(fyne.KeyReturn)
	s.mustShow("No call is written down yet.", "The diary is erased for good.")
	if !s.log.erased {
		t.Error("the calls were deleted, not erased")
	}
}

func TestUnreadableDiaryIsSaid(t *testing.T) {
	s := newStage(t, english, func(s *stage) { s.log.fail = errors.New("disk") })
	toDiary(s)
	s.mustShow(s.say("error.unexpected"))
	s.mustNotShow("No call is written down yet.")
}

// Nothing of a call is read as markup, and none of it leaves the window's width.
func TestHostileCall(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		hostile := written
		hostile.Words = "<b>&amp;</b> \u202eexe.txt " + strings.Repeat("W", 5000) + "\n%s %d [x](javascript:0)"
		hostile.Number = strings.Repeat("9", 300)
		if _, err := s.log.Save(context.Background(), hostile); err != nil {
			t.Fatal(err)
		}
	})
	s.resize(800, 600)
	toCall(s)
	inspect(t, s, 20)
	s.mustShow("<b>&amp;</b> exe.txt", "%s %d [x](javascript:0)")
	s.tabTo("Change")
	s.press(fyne.KeyReturn)
	inspect(t, s, 20)
}
