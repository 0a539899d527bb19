package ui_test

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui"
)

// logbook keeps calls in memory.
type logbook struct {
	calls  []ui.Call
	refuse error
	erased bool
}

func (l *logbook) Calls(context.Context) ([]ui.Call, error) { return l.calls, nil }

func (l *logbook) Save(_ context.Context, c ui.Call) error {
	if l.refuse != nil {
		return l.refuse
	}
	c.Rows = []ui.CallRow{{Label: blocklist.Say("diary.row.number"), Text: c.Number}}
	if c.Party != "" {
		c.Rows = append(c.Rows, ui.CallRow{
			Label: blocklist.Say("diary.row.party"), Said: []blocklist.Message{c.Party.Message()},
		})
	}
	if c.Words != "" {
		c.Rows = append(c.Rows, ui.CallRow{Label: blocklist.Say("diary.row.words"), Text: c.Words})
	}
	if i, ok := c.Source.(int); ok {
		c.Source = i
		l.calls[i] = c
		return nil
	}
	c.Source = len(l.calls)
	l.calls = append(l.calls, c)
	return nil
}

func (l *logbook) Delete(context.Context, ui.Call) (ui.Undo, error) {
	before := slices.Clone(l.calls)
	l.calls = nil
	return func(context.Context) error {
		l.calls = before
		return nil
	}, nil
}

func (l *logbook) EraseAll(context.Context) error {
	l.calls, l.erased = nil, true
	return nil
}

func (l *logbook) Print(context.Context, string) (string, error) {
	return "/home/maria/Documents/HangUp/hangup-statement.html", nil
}

func (l *logbook) Export(context.Context, string) (path, sum string, err error) {
	return "/home/maria/Documents/HangUp/hangup-statement.json", "9f86d081884c7d65", nil
}

func toDiary(s *stage) {
	s.tabTo(s.say("diary.title"))
	s.press(fyne.KeyReturn)
}

// writtenDown puts a call in the diary.
func writtenDown(s *stage) {
	if err := s.log.Save(context.Background(), ui.Call{
		At: today, Number: "+1 202-555-0143", Party: blocklist.PartyPolice, Words: "They wanted my PIN.",
	}); err != nil {
		s.t.Fatal(err)
	}
}

func TestCallIsWrittenDownFromItsVerdict(t *testing.T) {
	s := newStage(t, english)
	checkOf("+1 202 555 0143")(s)
	s.tabTo("Save to diary")
	s.press(fyne.KeyReturn)
	s.mustShow("About the call", "23.11.2026 09:30", "+1 202-555-0143")
	if len(s.log.calls) != 0 {
		t.Fatal("the call was kept before it was saved")
	}
	s.write("3")
	s.tabTo("Police, state security or court")
	s.press(fyne.KeyReturn)
	s.write("4")
	s.tabTo("cash for a courier")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyEscape)
	s.write("6")
	s.write("He was rude.")
	s.press(fyne.KeyReturn)
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	s.mustShow("Saved in the diary.", "STOP. Do not talk to them.")
	if len(s.log.calls) != 1 {
		t.Fatalf("%d calls", len(s.log.calls))
	}
	c := s.log.calls[0]
	if c.Party != blocklist.PartyPolice || !slices.Equal(c.Asks, []blocklist.Ask{blocklist.AskCash}) ||
		c.Words != "He was rude." || c.Verdict == nil || c.Verdict.Level != blocklist.Stop || c.At.IsZero() {
		t.Errorf("saved %+v", c)
	}
}

func TestTimeOfACallIsTyped(t *testing.T) {
	s := newStage(t, english)
	toDiary(s)
	s.press(fyne.KeyReturn)
	s.write("1")
	for range len("23.11.2026 09:30") {
		s.press(fyne.KeyBackspace)
	}
	s.write("31.02.2026")
	s.press(fyne.KeyReturn)
	s.mustShow("The day of the call is missing")
	for range len("31.02.2026") {
		s.press(fyne.KeyBackspace)
	}
	s.write("1.11.2026")
	s.press(fyne.KeyReturn)
	s.mustShow("01.11.2026 00:00")
}

func TestSecretIsRefusedInWords(t *testing.T) {
	s := newStage(t, english, func(s *stage) {
		s.log.refuse = &blocklist.Error{Message: blocklist.Say("diary.error.secret")}
	})
	toDiary(s)
	s.press(fyne.KeyReturn)
	s.tabTo("Save")
	s.press(fyne.KeyReturn)
	s.mustShow("This looks like a card number or a code.", "About the call")
}

func TestDiaryIsDeletedPutBackAndErased(t *testing.T) {
	s := newStage(t, english, writtenDown)
	toDiary(s)
	s.mustShow("They wanted my PIN.", "Police, state security or court")
	s.tabTo("Delete")
	s.press(fyne.KeyReturn)
	s.mustNotShow("They wanted my PIN.")
	s.tabTo("Put it back")
	s.press(fyne.KeyReturn)
	s.mustShow("They wanted my PIN.")
	s.tabTo("Save as a file")
	s.press(fyne.KeyReturn)
	s.mustShow("hangup-statement.json", "9f86d081884c7d65", "It does not prove who wrote the account")
	s.tabTo("Erase the diary")
	s.press(fyne.KeyReturn)
	s.press(fyne.KeyReturn) // the keyboard starts on the act that keeps it
	s.mustShow("They wanted my PIN.")
	s.tabTo("Erase the diary")
	s.press(fyne.KeyReturn)
	s.tabTo("Erase all calls")
	s.press(fyne.KeyReturn)
	s.mustShow("No call is written down yet.")
	if !s.log.erased {
		t.Error("the calls were deleted, not erased")
	}
}

// diaryScenes are the screens of the call diary.
func diaryScenes() []scene {
	nothing := func(*stage) {}
	form := func(key string) func(*stage) {
		return func(s *stage) {
			toDiary(s)
			s.press(fyne.KeyReturn)
			if key != "" {
				s.write(key)
			}
		}
	}
	return []scene{
		{"diary-none", nothing, toDiary},
		{"diary", writtenDown, toDiary},
		{"diary-exported", writtenDown, func(s *stage) {
			toDiary(s)
			s.tabTo(s.say("diary.export"))
			s.press(fyne.KeyReturn)
		}},
		{"diary-erase", writtenDown, func(s *stage) {
			toDiary(s)
			s.tabTo(s.say("diary.erase"))
			s.press(fyne.KeyReturn)
		}},
		{"diary-call", nothing, form("")},
		{"diary-when", nothing, form("1")},
		{"diary-party", nothing, form("3")},
		{"diary-asks", nothing, form("4")},
		{"diary-words", nothing, form("6")},
	}
}
