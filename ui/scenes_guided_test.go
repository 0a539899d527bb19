package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/script"
	"hangup/i18n"
	"hangup/ui"
	"hangup/ui/handout"
)

// guided are the program's own checks and steps. Nothing rests unless a test lets it.
func guided(t testing.TB) ui.Guided {
	t.Helper()
	checks, err := sharedChecks()
	if err != nil {
		t.Fatal(err)
	}
	plans, err := sharedPlans()
	if err != nil {
		t.Fatal(err)
	}
	return ui.Guided{
		Checks: checks, Plans: plans, Ticks: &tickBook{},
		Print: func(context.Context, handout.Page) (string, error) {
			return "/home/maria/Documents/HangUp/hangup-steps-2026-11-23.html", nil
		},
		Contacts: func(context.Context) ([]blocklist.Contact, error) { return nil, nil },
		Rest:     func(context.Context, time.Duration) bool { return false },
	}
}

// library returns the program's own scripts.
func library(t testing.TB, words *i18n.Bundle) func() *script.Library {
	t.Helper()
	l, err := sharedLibrary()
	if err != nil {
		t.Fatal(err)
	}
	if err := words.SetScripts(l.Texts()); err != nil {
		t.Fatal(err)
	}
	return func() *script.Library { return l }
}

// tickBook keeps ticks in memory.
type tickBook struct {
	ids []string
	err error
}

func (b *tickBook) Ticked(context.Context) ([]string, error) { return b.ids, b.err }

func (b *tickBook) Keep(_ context.Context, ids []string) error {
	if b.err == nil {
		b.ids = ids
	}
	return b.err
}

// ticked are the ticks a stage has.
func (s *stage) ticked() *tickBook { return s.parts.Guided.Ticks.(*tickBook) }

// ownBank saves a bank beside the person of the stage.
func ownBank(s *stage) {
	s.parts.Guided.Contacts = func(context.Context) ([]blocklist.Contact, error) {
		return []blocklist.Contact{
			{Name: s.desk.helper.Name, Number: s.desk.helper.Number, Kind: blocklist.ContactPerson},
			{Name: "Sberbank", Number: "8 800 555-55-50", Kind: blocklist.ContactBank},
		}, nil
	}
}

// asking walks the checks by the keys on the answers; a plus sign is Return, which goes on.
func asking(keys string) func(*stage) {
	return func(s *stage) { s.keys("1" + keys) }
}

// losing marks what was given by the keys on the answers, and goes on.
func losing(keys string) func(*stage) {
	return func(s *stage) { s.keys("4" + keys + "+") }
}

func (s *stage) keys(keys string) {
	for _, k := range keys {
		if k == '+' {
			s.press(fyne.KeyReturn)
			continue
		}
		s.write(string(k))
	}
}

// wayTo returns the keys that answer the checks as the ids do.
func wayTo(t testing.TB, c *check.Checks, way string) string {
	t.Helper()
	var keys strings.Builder
	run := c.Start()
	for id := range strings.FieldsSeq(way) {
		q, _ := run.Question()
		for i, answer := range q.Answers {
			switch {
			case answer.ID != id:
			case q.Pause > 0:
				keys.WriteByte('+')
			default:
				keys.WriteByte(byte('1' + i))
			}
		}
		next, err := run.Answer(id)
		if err != nil {
			t.Fatalf("%s: %v", way, err)
		}
		run = next
	}
	return keys.String()
}

// answered walks the checks by the ids of the answers.
func answered(way string) func(*stage) {
	return func(s *stage) { asking(wayTo(s.t, s.parts.Guided.Checks, way))(s) }
}

// guidedScenes are the screens of the checks and of the recovery.
func guidedScenes() []scene {
	return []scene{
		{"ask", ownBank, asking("")},
		{"ask-who", ownBank, answered("hung_up")},
		{"ask-wants", ownBank, answered("hung_up bank")},
		{"ask-signs", ownBank, func(s *stage) {
			answered("hung_up bank else")(s)
			s.keys("13")
		}},
		{"ask-given", ownBank, func(s *stage) {
			answered("hung_up bank else")(s)
			s.keys("13+")
		}},
		{"ask-own", ownBank, answered("no_call")},
		{"ask-held", ownBank, answered("held")},
		{"ask-rested", func(s *stage) {
			ownBank(s)
			s.parts.Guided.Rest = func(context.Context, time.Duration) bool { return true }
		}, answered("held")},
		{"ask-stop-bank", ownBank, answered("hung_up bank code")},
		{"ask-stop-police", ownBank, answered("hung_up police cash")},
		{"ask-stop-relative", ownBank, answered("hung_up known relative money")},
		{"ask-stop-number", ownBank, answered("no_call call missed")},
		{"ask-stop-alone", func(s *stage) {
			s.desk.helper = nil
			s.parts.Start.Region, s.memory.saved.Region = "", ""
		}, answered("hung_up police code")},
		{"ask-wait", ownBank, func(s *stage) {
			answered("hung_up bank else")(s)
			s.keys("+1")
		}},
		{"ask-recover", ownBank, func(s *stage) {
			answered("hung_up bank else")(s)
			s.keys("+2")
		}},
		{"ask-dial", ownBank, answered("no_call call trusted")},
		{"ask-pin", ownBank, answered("no_call pin alone")},
		{"ask-courier", ownBank, answered("no_call courier mine")},
		{"told", ownBank, func(s *stage) { s.keys("4") }},
		{"told-none", ownBank, losing("")},
		{"told-marked", ownBank, func(s *stage) { s.keys("4146") }},
		{"told-code", ownBank, losing("1")},
		{"told-all", ownBank, losing("12345678")},
		{"told-ticked", func(s *stage) {
			ownBank(s)
			s.ticked().ids = []string{"given.code", "hang_up", "bank"}
		}, func(s *stage) { s.keys("4") }},
		{"told-printed", ownBank, func(s *stage) {
			losing("1")(s)
			s.tabTo(s.say("told.window.print"))
			s.press(fyne.KeyReturn)
		}},
		{"told-erased", func(s *stage) {
			ownBank(s)
			s.ticked().ids = []string{"given.code", "hang_up"}
		}, func(s *stage) {
			s.keys("4")
			s.tabTo(s.say("told.window.again"))
			s.press(fyne.KeyReturn)
		}},
	}
}
