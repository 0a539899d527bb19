package terminal

import (
	"context"
	"strings"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/people"
	"hangup/blocklist/store"
)

// peopleJSON is what `hangup people --json` writes.
type peopleJSON struct {
	People     []contactJSON `json:"people"`
	Banks      []contactJSON `json:"banks"`
	FamilyWord string        `json:"familyWord,omitempty"` // the day on which it was agreed
}

type contactJSON struct {
	Name   string           `json:"name"`
	Number string           `json:"number"` // as people write it
	Dial   string           `json:"dial"`   // E.164, or a short number
	Region blocklist.Region `json:"region,omitempty"`
}

// People shows the person's people and banks, numbered as [Terminal.RemovePerson] takes them, and returns the exit code.
func (t *Terminal) People(ctx context.Context, asJSON bool) int {
	everybody, err := t.everybody(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	settings, err := t.Desk.Home.Settings(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	if asJSON {
		answer := peopleJSON{People: []contactJSON{}, Banks: []contactJSON{}}
		for _, c := range everybody {
			written := contactJSON{c.Name, c.Number, c.Dial, c.Region}
			if c.Kind == blocklist.ContactBank {
				answer.Banks = append(answer.Banks, written)
			} else {
				answer.People = append(answer.People, written)
			}
		}
		if !settings.FamilyWord.IsZero() {
			answer.FamilyWord = settings.FamilyWord.Local().Format(time.DateOnly)
		}
		t.json(answer)
		return ExitOK
	}
	if len(everybody) == 0 {
		t.say(blocklist.Say("cli.people.nobody"))
	}
	for i, c := range everybody {
		switch {
		case c.Kind == blocklist.ContactBank && (i == 0 || everybody[i-1].Kind != c.Kind):
			t.say(blocklist.Say("cli.people.banks"))
		case i == 0:
			t.say(blocklist.Say("cli.people.title"))
		}
		t.line("%d. %s, %s", i+1, c.Name, c.Number)
	}
	if !settings.FamilyWord.IsZero() {
		t.say(blocklist.Message{ID: "cli.people.family_word", Args: blocklist.Args{"Date": settings.FamilyWord.Local()}})
	}
	return ExitOK
}

// everybody returns the people and then the banks.
func (t *Terminal) everybody(ctx context.Context) ([]store.Contact, error) {
	book := people.Book{Desk: t.Desk}
	persons, err := book.List(ctx, blocklist.ContactPerson)
	if err != nil {
		return nil, err
	}
	banks, err := book.List(ctx, blocklist.ContactBank)
	return append(persons, banks...), err
}

// AddPerson saves a person or a bank, given as a name and a number, and returns the exit code.
func (t *Terminal) AddPerson(ctx context.Context, kind blocklist.ContactKind, text []string) int {
	if len(text) < 2 {
		t.say(blocklist.Say("cli.people.one_number"))
		return ExitNoNumber
	}
	book := people.Book{Desk: t.Desk}
	c, _, err := book.Add(ctx, kind, text[0], strings.Join(text[1:], " "))
	if err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Message{ID: "cli.people.added", Args: blocklist.Args{"Name": c.Name, "Number": c.Number}})
	return ExitOK
}

// RemovePerson removes the person or bank with a number of the list that [Terminal.People] shows, and returns the exit
// code.
func (t *Terminal) RemovePerson(ctx context.Context, n int) int {
	everybody, err := t.everybody(ctx)
	if err != nil {
		return t.fail(err, false)
	}
	if n < 1 || n > len(everybody) {
		return t.fail(people.ErrNotThere, false)
	}
	c := everybody[n-1]
	book := people.Book{Desk: t.Desk}
	if _, err := book.Remove(ctx, c.ID); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Message{ID: "cli.people.removed", Args: blocklist.Args{"Name": c.Name, "Number": c.Number}})
	return ExitOK
}
