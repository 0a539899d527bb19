package ui

import (
	"context"

	"hangup/blocklist"
)

// People keeps whom the person trusts: their people and their banks. The errors are [blocklist.Error]s that say why.
type People interface {
	// List returns the people in their order, and then the banks.
	List(ctx context.Context) ([]Trusted, error)
	// Watch says what is wrong with a number that is being typed and that more digits will not mend, or returns nil.
	Watch(ctx context.Context, kind blocklist.ContactKind, text string) *blocklist.Message
	// Add puts a person or a bank at the end.
	Add(ctx context.Context, kind blocklist.ContactKind, name, number string) (Undo, error)
	// Change gives one of List another name and number.
	Change(ctx context.Context, id int64, name, number string) (Undo, error)
	// Raise moves one of List one place up among its kind.
	Raise(ctx context.Context, id int64) (Undo, error)
	// Remove removes one of List.
	Remove(ctx context.Context, id int64) (Undo, error)
}

// Trusted is a person or a bank that was saved.
type Trusted struct {
	ID int64
	blocklist.Contact
	E164 string // of the number, with its plus; empty for a short one
}

// Undo takes an act back.
type Undo func(ctx context.Context) error

// ofKind returns those of one kind.
func ofKind(all []Trusted, kind blocklist.ContactKind) []Trusted {
	var some []Trusted
	for _, t := range all {
		if t.Kind == kind {
			some = append(some, t)
		}
	}
	return some
}
