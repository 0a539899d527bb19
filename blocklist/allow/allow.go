// Package allow keeps the person's own list: numbers they know, whatever a list of scam numbers says.
//
// A criminal may ask for just that, so the own list has limits: official and emergency numbers are never put on it, and
// with them none that never calls people. Every act can be undone.
package allow

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
	"hangup/blocklist/report"
	"hangup/blocklist/starter"
	"hangup/blocklist/store"
)

// Errors of a Book, beside those of package store.
var (
	// ErrNever is returned for a number that never calls people: whoever calls from it has forged it.
	ErrNever = &blocklist.Error{Message: blocklist.Say("error.own.never_calls")}
	// ErrOfficial is returned for any other official number; the program knows those better.
	ErrOfficial = &blocklist.Error{Message: blocklist.Say("error.own.official")}
	// ErrNoNumber is returned for a call without a number.
	ErrNoNumber = &blocklist.Error{Message: blocklist.Say("error.own.no_number")}
	// ErrNotThere is returned when a number is to be removed that is not on the list.
	ErrNotThere = &blocklist.Error{Message: blocklist.Say("error.own.not_there")}
	// ErrShort is returned for a report about a number that means something in one country only.
	ErrShort = &blocklist.Error{Message: blocklist.Say("error.own.short")}
	// ErrReport is returned when a report file cannot be written.
	ErrReport = &blocklist.Error{Message: blocklist.Say("error.own.report")}
)

// Book is the person's own list.
type Book struct {
	Home    *store.Home
	Starter *starter.List
	// Folder is where report files go.
	Folder string
	Now    func() time.Time
}

// Folder returns where a person finds report files: a folder HangUp among their documents, or in their home folder.
func Folder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "HangUp"
	}
	for _, name := range []string{"Documents", "Документы"} {
		documents := filepath.Join(home, name)
		if info, err := os.Stat(documents); err == nil && info.IsDir() {
			return filepath.Join(documents, "HangUp")
		}
	}
	return filepath.Join(home, "HangUp")
}

// May returns why a number cannot be put on the list, or nil.
func (b *Book) May(n blocklist.Number) error {
	if dial(n) == "" {
		return ErrNoNumber
	}
	if o := b.Starter.Official(n, n.Region); o != nil {
		if o.NeverCalls {
			return ErrNever
		}
		return ErrOfficial
	}
	if n.Short != "" && phonenumbers.IsEmergencyNumber(n.Short, string(n.Region)) {
		return ErrOfficial
	}
	return nil
}

// Allow puts a number on the list; that it is there already is no error. The error is [store.ErrContactExists] for a
// number of the person's people or bank, and those of [Book.May].
func (b *Book) Allow(ctx context.Context, n blocklist.Number) error {
	if err := b.May(n); err != nil {
		return err
	}
	if c, err := b.find(ctx, n); err != nil || c != nil {
		return err
	}
	_, err := b.Home.SaveContact(ctx, store.Contact{
		Contact: blocklist.Contact{Name: n.Display, Number: n.Display, Kind: blocklist.ContactAllowed},
		Dial:    dial(n), Region: n.Region,
	})
	return err
}

// Disallow takes a number off the list, or returns [ErrNotThere].
func (b *Book) Disallow(ctx context.Context, n blocklist.Number) error {
	c, err := b.find(ctx, n)
	if err != nil {
		return err
	}
	if c == nil {
		return ErrNotThere
	}
	return b.Home.RemoveContact(ctx, c.ID)
}

// List returns what is on the list, in the order it was put there.
func (b *Book) List(ctx context.Context) ([]store.Contact, error) {
	all, err := b.Home.Contacts(ctx)
	if err != nil {
		return nil, err
	}
	var allowed []store.Contact
	for _, c := range all {
		if c.Kind == blocklist.ContactAllowed {
			allowed = append(allowed, c)
		}
	}
	return allowed, nil
}

// find returns the number as it stands on the list, or nil.
func (b *Book) find(ctx context.Context, n blocklist.Number) (*store.Contact, error) {
	list, err := b.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if c.Dial == dial(n) && (c.Region == "" || c.Region == n.Region) {
			return &c, nil
		}
	}
	return nil, nil
}

// Report writes a file for the makers of lists that says the number is harmless, and returns its path. It goes nowhere
// unless the person hands it over.
func (b *Book) Report(ctx context.Context, n blocklist.Number) (path string, err error) {
	if n.E164 == "" {
		return "", ErrShort
	}
	if err := b.May(n); err != nil {
		return "", err
	}
	id, err := b.Home.ReportID(ctx, n.E164)
	if err != nil {
		return "", err
	}
	path, err = report.Save(b.Folder, report.Report{
		ID: id, Number: n.E164, Date: b.Now().Format(time.DateOnly), Says: report.SaysHarmless,
	})
	if err != nil {
		return "", blocklist.Errorf(blocklist.Message{
			ID: ErrReport.Message.ID, Args: blocklist.Args{"Folder": b.Folder},
		}, "allow: %w", err)
	}
	return path, nil
}

func dial(n blocklist.Number) string {
	if n.E164 != "" {
		return n.E164
	}
	return n.Short
}
