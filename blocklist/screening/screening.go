// Package screening answers the question that every part of HangUp asks: what is known about the number in this text?
//
// It reads the numbers out of the text, gathers the facts about one of them from the person's own lists, the official
// numbers and the followed lists, and lets [blocklist.Assess] decide. The window, the terminal and the tests all ask
// here, so they all get the same answer. Nothing asked is kept or logged.
package screening

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/phone"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
)

// Desk is where questions about numbers are answered. It is safe for concurrent use once its fields are set.
type Desk struct {
	Starter *starter.List
	List    *store.List
	Home    *store.Home
	// Guess is the country to assume while none was chosen.
	Guess blocklist.Region
	Now   func() time.Time

	override atomic.Value // blocklist.Region
}

// Override sets the person's country for this run only, before the saved one; empty takes it back.
func (d *Desk) Override(r blocklist.Region) { d.override.Store(r) }

// Region returns the country in which text is read: the override, the saved one or the guess. It may be empty.
func (d *Desk) Region(ctx context.Context) (blocklist.Region, error) {
	if r, _ := d.override.Load().(blocklist.Region); r != "" {
		return r, nil
	}
	settings, err := d.Home.Settings(ctx)
	if err != nil {
		return "", fmt.Errorf("screening: %w", err)
	}
	if settings.Region != "" {
		return settings.Region, nil
	}
	return d.Guess, nil
}

// Find returns the numbers in a text in the order they stand there. Its errors are those of [phone.Reader.Find].
func (d *Desk) Find(ctx context.Context, text string) ([]blocklist.Number, error) {
	reader, err := d.reader(ctx)
	if err != nil {
		return nil, err
	}
	return reader.Find(text)
}

// Format formats what was typed so far and moves the cursor with the digits around it; see [phone.Reader.Format].
func (d *Desk) Format(ctx context.Context, text string, cursor int) (string, int) {
	reader, err := d.reader(ctx)
	if err != nil {
		return text, cursor
	}
	return reader.Format(text, cursor)
}

func (d *Desk) reader(ctx context.Context) (phone.Reader, error) {
	region, err := d.Region(ctx)
	return phone.Reader{Home: region, ShortCodes: d.Starter.ShortCode}, err
}

// Verdict says what is known about one number that [Desk.Find] returned. A list that cannot be read is an error, and
// never passes for a number that is not on it.
func (d *Desk) Verdict(ctx context.Context, n blocklist.Number, direction blocklist.Direction) (blocklist.Verdict, error) {
	facts := blocklist.Facts{Number: n, Direction: direction}
	for _, gather := range []func(context.Context, *blocklist.Facts) error{d.person, d.contact, d.listed} {
		if err := gather(ctx, &facts); err != nil {
			return blocklist.Verdict{}, fmt.Errorf("screening: %w", err)
		}
	}
	facts.Official = d.Starter.Official(n, facts.Home)
	if n.E164 != "" {
		facts.Range = d.Starter.Range(n.E164[1:])
	}
	return blocklist.Assess(facts), nil
}

// person gathers where the person lives, whom they hear from and whom they can call.
func (d *Desk) person(ctx context.Context, f *blocklist.Facts) error {
	settings, err := d.Home.Settings(ctx)
	if err != nil {
		return err
	}
	f.HearsFrom = settings.HearsFrom
	if f.Home, err = d.Region(ctx); err != nil {
		return err
	}
	f.Helper, err = d.Helper(ctx)
	return err
}

// Helper returns the first of the person's people, or nil when there is none yet.
func (d *Desk) Helper(ctx context.Context) (*blocklist.Contact, error) {
	contacts, err := d.Home.Contacts(ctx)
	if err != nil {
		return nil, fmt.Errorf("screening: %w", err)
	}
	for _, c := range contacts {
		if c.Kind == blocklist.ContactPerson {
			return &blocklist.Contact{Name: c.Name, Number: c.Number, Kind: c.Kind}, nil
		}
	}
	return nil, nil
}

func (d *Desk) contact(ctx context.Context, f *blocklist.Facts) error {
	dial := f.Number.E164
	if dial == "" {
		dial = f.Number.Short
	}
	if dial == "" {
		return nil
	}
	contact, err := d.Home.ContactFor(ctx, dial)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	f.Contact = contact
	return err
}

// listed takes the strictest of what the followed lists say, but for those that are muted.
func (d *Desk) listed(ctx context.Context, f *blocklist.Facts) error {
	value, ok := f.Number.Value()
	if !ok {
		return nil
	}
	muted, err := d.Home.Muted(ctx)
	if err != nil {
		return err
	}
	editions, err := d.List.Editions(ctx, muted...)
	if err != nil {
		return err
	}
	f.NoList = len(editions) == 0
	found, err := d.List.Find(ctx, value, muted...)
	if err != nil {
		return err
	}
	for _, e := range found {
		if f.Evidence == nil || stricter(e.Entry, f.Evidence.Entry) {
			f.Evidence = &e
		}
	}
	nearby, err := d.List.Nearby(ctx, value, muted...)
	if err != nil {
		return err
	}
	for _, n := range nearby {
		if f.Nearby == nil || stricter(n.Entry, f.Nearby.Entry) {
			f.Nearby = &n
		}
	}
	return nil
}

// stricter reports whether there is more behind one entry than behind another.
func stricter(a, b blocklist.Entry) bool {
	return a.Strength > b.Strength || a.Strength == b.Strength && a.Reports > b.Reports
}
