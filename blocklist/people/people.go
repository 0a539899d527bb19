// Package people keeps whom the person can trust: their people, and their banks with the numbers from the cards.
//
// These numbers are shown large whenever somebody has to be called, so none gets in that a criminal may have named.
// [Book.Read] checks a number while it is typed and says why it is refused: it is no number, it looks like a card or a
// code, a list of scam numbers has it, it costs a lot, or it is an official line and no person. Every act can be undone.
package people

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
	"hangup/blocklist/owntext"
	"hangup/blocklist/phone"
	"hangup/blocklist/screening"
	"hangup/blocklist/store"
)

// Limits. What is shown large has to fit, and be found.
const (
	MaxName   = 60 // characters in a name
	MaxPeople = 20
	MaxBanks  = 10
)

// Errors of a Book, beside those of packages phone and store.
var (
	// ErrNoName is returned for a name in which nothing can be seen.
	ErrNoName = &blocklist.Error{Message: blocklist.Say("people.error.no_name")}
	// ErrLongName is returned for a name of more than MaxName characters.
	ErrLongName = &blocklist.Error{Message: blocklist.Say("people.error.long_name")}
	// ErrSeveral is returned for a text with more than one number.
	ErrSeveral = &blocklist.Error{Message: blocklist.Say("people.error.several")}
	// ErrNoNumber is returned for a call without a number.
	ErrNoNumber = &blocklist.Error{Message: blocklist.Say("people.error.no_number")}
	// ErrImpossible is returned for a number that nobody can have.
	ErrImpossible = &blocklist.Error{Message: blocklist.Say("people.error.impossible")}
	// ErrDear is returned for a number to which calls cost a lot.
	ErrDear = &blocklist.Error{Message: blocklist.Say("people.error.dear")}
	// ErrListed is returned for a number that a list warns of.
	ErrListed = &blocklist.Error{Message: blocklist.Say("people.error.listed")}
	// ErrOfficial is returned for an official line that is no person and no bank.
	ErrOfficial = &blocklist.Error{Message: blocklist.Say("people.error.official")}
	// ErrShort is returned for a short number of a person.
	ErrShort = &blocklist.Error{Message: blocklist.Say("people.error.short")}
	// ErrMany is returned when there is no room for one more.
	ErrMany = &blocklist.Error{Message: blocklist.Say("people.error.many")}
	// ErrNotThere is returned for an ID that nobody has.
	ErrNotThere = &blocklist.Error{Message: blocklist.Say("people.error.not_there")}
)

// Book keeps people and banks.
type Book struct {
	Desk *screening.Desk
}

// Undo takes one act back; see [Book.Undo].
type Undo struct {
	remove []int64
	save   []store.Contact
}

// List returns the contacts of one kind in their order.
func (b *Book) List(ctx context.Context, kind blocklist.ContactKind) ([]store.Contact, error) {
	all, err := b.Desk.Home.Contacts(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(c store.Contact) bool { return c.Kind != kind }), nil
}

// Read reads the number of a person or a bank as it is typed, or returns why it cannot be one.
func (b *Book) Read(ctx context.Context, kind blocklist.ContactKind, text string) (blocklist.Number, error) {
	numbers, err := b.Desk.Find(ctx, text)
	if err != nil {
		return blocklist.Number{}, err
	}
	if len(numbers) > 1 {
		return blocklist.Number{}, ErrSeveral
	}
	return numbers[0], b.Check(ctx, kind, numbers[0])
}

// Check returns why a number cannot be that of a person or a bank, or nil.
func (b *Book) Check(ctx context.Context, kind blocklist.ContactKind, n blocklist.Number) error {
	switch n.Kind {
	case blocklist.KindHidden:
		return ErrNoNumber
	case blocklist.KindImpossible:
		return ErrImpossible
	case blocklist.KindPremium, blocklist.KindSatellite:
		return ErrDear
	}
	if b.isOfficial(kind, n) {
		return ErrOfficial
	}
	if n.Short != "" && kind == blocklist.ContactPerson {
		return ErrShort
	}
	v, err := b.Desk.Verdict(ctx, n, blocklist.TheyCalled)
	if err != nil {
		return err
	}
	if v.Evidence != nil && v.Evidence.Strength.Level() != blocklist.Unlisted {
		return ErrListed
	}
	return nil
}

// isOfficial reports whether the number is an official line that cannot be saved. The line of a bank, which may stand
// among those of firms, can be saved as one; a check of a call still knows that some of them never call.
func (b *Book) isOfficial(kind blocklist.ContactKind, n blocklist.Number) bool {
	if o := b.Desk.Starter.Official(n, n.Region); o != nil {
		ofBank := o.Service == blocklist.ServiceBank || o.Service == blocklist.ServiceCompany
		return kind != blocklist.ContactBank || !ofBank
	}
	return n.Short != "" && phonenumbers.IsEmergencyNumber(n.Short, string(n.Region))
}

// Name returns a name as it is kept, or why it cannot be one.
func (b *Book) Name(ctx context.Context, name string) (string, error) {
	name = owntext.Line(name)
	switch {
	case name == "":
		return "", ErrNoName
	case utf8.RuneCountInString(name) > MaxName:
		return "", ErrLongName
	case owntext.HoldsSecret(func(s string) ([]blocklist.Number, error) { return b.Desk.Find(ctx, s) }, name):
		return "", phone.ErrSecret
	}
	return name, nil
}

// Add adds a person or a bank at the end. A number of the own list of known numbers moves here.
func (b *Book) Add(ctx context.Context, kind blocklist.ContactKind, name, number string) (store.Contact, Undo, error) {
	list, err := b.List(ctx, kind)
	if err != nil {
		return store.Contact{}, Undo{}, err
	}
	if most := Most(kind); len(list) >= most {
		return store.Contact{}, Undo{}, &blocklist.Error{Message: blocklist.Message{
			ID: ErrMany.Message.ID, Args: blocklist.Args{"Count": most},
		}}
	}
	return b.save(ctx, store.Contact{Contact: blocklist.Contact{Kind: kind}}, name, number)
}

// Most returns how many contacts of a kind there can be.
func Most(kind blocklist.ContactKind) int {
	if kind == blocklist.ContactBank {
		return MaxBanks
	}
	return MaxPeople
}

// Change gives a person or a bank another name and number.
func (b *Book) Change(ctx context.Context, id int64, name, number string) (store.Contact, Undo, error) {
	c, err := b.find(ctx, id)
	if err != nil {
		return store.Contact{}, Undo{}, err
	}
	return b.save(ctx, c, name, number)
}

func (b *Book) save(ctx context.Context, c store.Contact, name, number string) (store.Contact, Undo, error) {
	name, err := b.Name(ctx, name)
	if err != nil {
		return store.Contact{}, Undo{}, err
	}
	n, err := b.Read(ctx, c.Kind, number)
	if err != nil {
		return store.Contact{}, Undo{}, err
	}
	changed := c
	changed.Name, changed.Number, changed.Dial, changed.Region = name, n.Display, n.E164, ""
	if n.E164 == "" {
		changed.Dial, changed.Region = n.Short, n.Region
	}
	var undo Undo
	if c.ID != 0 {
		undo.save = append(undo.save, c)
	}
	remove, err := b.allowed(ctx, changed)
	if err != nil {
		return store.Contact{}, Undo{}, err
	}
	undo.save = append(undo.save, remove...)
	saved, err := b.Desk.Home.ChangeContacts(ctx, ids(remove), []store.Contact{changed})
	if err != nil {
		return store.Contact{}, Undo{}, err
	}
	if c.ID == 0 {
		undo.remove = append(undo.remove, saved[0].ID)
	}
	return saved[0], undo, nil
}

// allowed returns the entry of the own list that has the number of a contact, which then gives it up.
func (b *Book) allowed(ctx context.Context, c store.Contact) ([]store.Contact, error) {
	list, err := b.List(ctx, blocklist.ContactAllowed)
	return slices.DeleteFunc(list, func(a store.Contact) bool {
		return a.Dial != c.Dial || a.Region != c.Region
	}), err
}

func ids(contacts []store.Contact) []int64 {
	var list []int64
	for _, c := range contacts {
		list = append(list, c.ID)
	}
	return list
}

// Move moves a person or a bank so many places down among its kind, or up when by is negative; past the end it stops.
func (b *Book) Move(ctx context.Context, id int64, by int) (Undo, error) {
	moved, err := b.find(ctx, id)
	if err != nil {
		return Undo{}, err
	}
	list, err := b.List(ctx, moved.Kind)
	if err != nil {
		return Undo{}, err
	}
	order := slices.Clone(list)
	from := slices.Index(ids(order), id)
	to := min(max(from+by, 0), len(order)-1)
	order = slices.Insert(slices.Delete(order, from, from+1), to, moved)
	var undo Undo
	var save []store.Contact
	for i, c := range order {
		if c.ID != list[i].ID {
			c.Position = list[i].Position
			save = append(save, c)
			undo.save = append(undo.save, list[i])
		}
	}
	_, err = b.Desk.Home.ChangeContacts(ctx, nil, save)
	return undo, err
}

// Remove removes a person or a bank.
func (b *Book) Remove(ctx context.Context, id int64) (Undo, error) {
	c, err := b.find(ctx, id)
	if err != nil {
		return Undo{}, err
	}
	return Undo{save: []store.Contact{c}}, b.Desk.Home.RemoveContact(ctx, id)
}

// Undo takes an act back. Contacts that it did not touch stay as they are now.
func (b *Book) Undo(ctx context.Context, u Undo) error {
	_, err := b.Desk.Home.ChangeContacts(ctx, u.remove, u.save)
	return err
}

// find returns a person or a bank.
func (b *Book) find(ctx context.Context, id int64) (store.Contact, error) {
	all, err := b.Desk.Home.Contacts(ctx)
	if err != nil {
		return store.Contact{}, err
	}
	for _, c := range all {
		if c.ID == id && c.Kind != blocklist.ContactAllowed {
			return c, nil
		}
	}
	return store.Contact{}, ErrNotThere
}

// SetFamilyWord remembers that a family word was agreed, with today's date, or that there is none. The word itself is
// never asked for.
func (b *Book) SetFamilyWord(ctx context.Context, agreed bool) error {
	return b.Desk.Home.ChangeSettings(ctx, func(s *store.Settings) {
		s.FamilyWord = time.Time{}
		if agreed {
			s.FamilyWord = b.Desk.Now()
		}
	})
}
