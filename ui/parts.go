package ui

import (
	"context"
	"log/slog"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/script"
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
	// Replace puts such a card in the place of that of a followed list.
	Replace(ctx context.Context, id string, c Card) error
	// Unfollow stops following a list and forgets its numbers.
	Unfollow(ctx context.Context, id string) error
	// Mute decides whether a list warns.
	Mute(ctx context.Context, id string, muted bool) error
	// AcceptChange lets the next sync take the edition that the last one refused for how much it changes.
	AcceptChange(ctx context.Context, id string) error
	// Packs returns the parts that the lists offer, by country. It may ask the network, and downloads no part.
	Packs(ctx context.Context) (PackChoice, error)
	// AddPack lets a part come with the next sync. RemovePack removes one at once.
	AddPack(ctx context.Context, code string) error
	RemovePack(ctx context.Context, code string) error
	// SetMetered decides whether bytes are saved.
	SetMetered(ctx context.Context, metered bool) error
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
	// Namesake is the ID of a followed list with the same name but another fingerprint, or empty. Known is true for the
	// card of a list that is followed.
	Namesake string
	Known    bool
	// Source is for whoever implements [Lists]; the window does not look at it.
	Source any
}

// ListStatus is what is known about one followed list.
type ListStatus struct {
	ID, Name, Address string
	Words             func(language string) []string // the fingerprint of its card, as in [Card]
	Edition           *blocklist.Edition             // of the numbers in use; nil before the first sync
	LastSync          *SyncReport                    // nil before the first sync
	Muted             bool
	Replaced          bool // by a new card that was not synced yet
	Refused           bool // by the last sync, for how much the edition changes
}

// PackChoice is what can be chosen of the lists.
type PackChoice struct {
	Packs   []Pack // those wanted or here first
	Metered bool
	Offered error // why more could not be read, or nil
}

// Pack is the part of the lists that holds the numbers of some countries.
type Pack struct {
	Code        string
	Name, State blocklist.Message
	Home        bool // the own country's, which always stays
	Chosen      bool
	Bytes       int64 // to download
	// Countries are found by their names when the person searches.
	Countries []blocklist.Region
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
	People   People
	Setup    Setup
	Diary    Diary
	Settings Settings
	Speaker  Speaker
	Guided   Guided
	// Library returns the scam scripts in use, which a sync may change, or nil while there are none.
	Library func() *script.Library
	// Call starts a call on this computer to a number in E.164 with its plus. It is nil where the system has no program
	// for that. An error is a [blocklist.Error].
	Call func(e164 string) error
	// Hotlines returns the confirmed official lines of a country, the one to try first at the front.
	Hotlines func(blocklist.Region) []Hotline
	// Countries are offered as the country to live in, in any order.
	Countries []blocklist.Region
	// Notices are sentences to show once at the start, such as that a damaged list was set aside. May be empty.
	Notices []blocklist.Message
	// Start holds the saved preferences, or what was guessed from the system.
	Start Preferences
	Log   *slog.Logger
	// Now is the clock. Nil stands for time.Now.
	Now func() time.Time
	// Go runs a task off the main goroutine. Nil stands for the go statement.
	Go func(task func())
}

func (p Parts) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}
