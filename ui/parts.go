package ui

import (
	"context"
	"log/slog"
	"time"

	"hangup/blocklist"
	"hangup/i18n"
)

// Checker answers what is known about phone numbers.
type Checker interface {
	// Find returns the numbers in a text. An error is a [blocklist.Error] with a sentence for the person.
	Find(ctx context.Context, text string) ([]blocklist.Number, error)
	// Format formats what was typed so far; cursor counts characters. A text that is not one number stays as it is.
	Format(ctx context.Context, text string, cursor int) (string, int)
	// Verdict answers for one of the numbers that Find returned.
	Verdict(ctx context.Context, n blocklist.Number, d blocklist.Direction) (blocklist.Verdict, error)
	// Helper returns the person to call when in doubt, or nil when none was named.
	Helper(ctx context.Context) (*blocklist.Contact, error)
	// Edition returns the edition that answers are made from.
	Edition(ctx context.Context) (blocklist.Edition, error)
	// Age says in a sentence what list answers are made from and how old it is.
	Age(e blocklist.Edition) blocklist.Message
}

// Lists follows signed lists.
type Lists interface {
	// Status returns the followed lists in the order they were added.
	Status(ctx context.Context) ([]ListStatus, error)
	// ReadCard reads a list card from a file's path or from the card's own text, and checks it. It asks no network.
	ReadCard(ctx context.Context, pathOrText string) (Card, error)
	// Follow starts to follow the list of a card that ReadCard returned.
	Follow(ctx context.Context, c Card) error
	// Unfollow stops following a list and forgets its numbers.
	Unfollow(ctx context.Context, id string) error
	// Sync brings all followed lists up to date. It returns nil when every list is current; otherwise the error says
	// in a sentence what failed and what to do. progress may be called from any goroutine.
	Sync(ctx context.Context, progress func(Progress)) error
}

// OwnList holds the numbers that the person said are all right: the lists' warnings of them are switched off.
type OwnList interface {
	// May reports whether a number may be put on the list. Official numbers never are.
	May(n blocklist.Number) bool
	// Allow puts a number on the list, and Disallow takes it off.
	Allow(ctx context.Context, n blocklist.Number) error
	Disallow(ctx context.Context, n blocklist.Number) error
	// Numbers returns the list in the order it was made.
	Numbers(ctx context.Context) ([]OwnNumber, error)
	// Remove takes a number of the list off it, and PutBack takes that back.
	Remove(ctx context.Context, n OwnNumber) error
	PutBack(ctx context.Context, n OwnNumber) error
	// Report writes a file for the makers of lists that says the number is harmless, and returns its path. Nothing is
	// sent.
	Report(ctx context.Context, n blocklist.Number) (path string, err error)
}

// OwnNumber is a number of the own list.
type OwnNumber struct {
	Number string // as people write it
	// Source is for whoever implements [OwnList]; the window does not look at it.
	Source any
}

// Card is what somebody hands to people who want to follow a list.
type Card struct {
	Name, Address string
	// Words returns the fingerprint in a language's words, to be compared over the phone.
	Words func(language string) []string
	// Source is for whoever implements [Lists]; the window does not look at it.
	Source any
}

// ListStatus is what is known about one followed list.
type ListStatus struct {
	ID, Name, Address string
	Edition           *blocklist.Edition // nil before the first sync
	LastSync          *SyncReport        // nil before the first sync
}

// SyncReport is how a sync went.
type SyncReport struct {
	At      time.Time
	OK      bool
	Message blocklist.Message // what happened and, after a failure, what to do
}

// Progress counts bytes; Total is 0 while it is not known, and so is Left, the time until all is there.
type Progress struct {
	Done, Total int64
	Left        time.Duration
}

// Hotline is an official line with its number as people in its country write it.
type Hotline struct {
	blocklist.Official
	Number string
}

// Preferences are what the person chose.
type Preferences struct {
	Language string           // code as in [i18n.Language]; empty while not chosen
	TextSize int              // brought into the range of package look
	Region   blocklist.Region // the country the person lives in; empty while not known
}

// Settings keeps the preferences.
type Settings interface {
	SavePreferences(ctx context.Context, p Preferences) error
}

// Parts are what the window is made from. All are needed, except where a field says otherwise.
type Parts struct {
	Words    *i18n.Bundle
	Checker  Checker
	Lists    Lists
	Own      OwnList
	Settings Settings
	// Hotlines returns the confirmed official lines of a country, the one to try first at the front.
	Hotlines func(blocklist.Region) []Hotline
	// Countries are offered as the country to live in, in any order.
	Countries []blocklist.Region
	// Notices are sentences to show once at the start, such as that a damaged list was set aside. May be empty.
	Notices []blocklist.Message
	// Start holds the saved preferences, or what was guessed from the system.
	Start Preferences
	Log   *slog.Logger
	// Go runs a task off the main goroutine. Nil stands for the go statement.
	Go func(task func())
}
