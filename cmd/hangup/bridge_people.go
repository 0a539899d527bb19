package main

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"hangup/blocklist"
	"hangup/blocklist/people"
	"hangup/blocklist/phone"
	"hangup/ui"
)

// trustedPeople lets the window keep people and banks; it implements [ui.People].
type trustedPeople struct{ book *people.Book }

// List implements [ui.People].
func (t trustedPeople) List(ctx context.Context) ([]ui.Trusted, error) {
	var all []ui.Trusted
	for _, kind := range []blocklist.ContactKind{blocklist.ContactPerson, blocklist.ContactBank} {
		list, err := t.book.List(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			trusted := ui.Trusted{ID: c.ID, Contact: c.Contact}
			if strings.HasPrefix(c.Dial, "+") {
				trusted.E164 = c.Dial
			}
			all = append(all, trusted)
		}
	}
	return all, nil
}

// longestCode is how many digits a code has at most. A phone number that is typed passes through all these lengths, so
// only what is longer is known to be a card.
const longestCode = 8

// Watch implements [ui.People]. While a number is typed it is at first too short, and looks like a code or an emergency
// number; only what more digits cannot mend is told.
func (t trustedPeople) Watch(ctx context.Context, kind blocklist.ContactKind, text string) *blocklist.Message {
	n, err := t.book.Read(ctx, kind, text)
	switch {
	case errors.Is(err, phone.ErrSecret) && digits(text) > longestCode,
		errors.Is(err, people.ErrOfficial) && n.Short == "",
		errors.Is(err, people.ErrListed), errors.Is(err, people.ErrDear), errors.Is(err, people.ErrSeveral):
		why := blocklist.Explain(err)
		return &why
	}
	return nil
}

func digits(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// Add implements [ui.People].
func (t trustedPeople) Add(ctx context.Context, kind blocklist.ContactKind, name, number string) (ui.Undo, error) {
	_, undo, err := t.book.Add(ctx, kind, name, number)
	return t.undo(undo), err
}

// Change implements [ui.People].
func (t trustedPeople) Change(ctx context.Context, id int64, name, number string) (ui.Undo, error) {
	_, undo, err := t.book.Change(ctx, id, name, number)
	return t.undo(undo), err
}

// Raise implements [ui.People].
func (t trustedPeople) Raise(ctx context.Context, id int64) (ui.Undo, error) {
	undo, err := t.book.Move(ctx, id, -1)
	return t.undo(undo), err
}

// Remove implements [ui.People].
func (t trustedPeople) Remove(ctx context.Context, id int64) (ui.Undo, error) {
	undo, err := t.book.Remove(ctx, id)
	return t.undo(undo), err
}

func (t trustedPeople) undo(u people.Undo) ui.Undo {
	return func(ctx context.Context) error { return t.book.Undo(ctx, u) }
}
