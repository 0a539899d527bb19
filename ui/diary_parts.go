package ui

import (
	"context"
	"time"

	"hangup/blocklist"
)

// Diary keeps the calls that the person chose to write down. The errors are [blocklist.Error]s that say what to do.
type Diary interface {
	// Calls returns all calls, the newest first.
	Calls(ctx context.Context) ([]Call, error)
	// Save saves a new call, or one of Calls that was changed, and returns it as it is kept.
	Save(ctx context.Context, c Call) (Call, error)
	// Words reports why own words cannot be kept, or returns nil.
	Words(ctx context.Context, words string) error
	// Delete deletes one of Calls.
	Delete(ctx context.Context, c Call) (Undo, error)
	// EraseAll erases the diary for good.
	EraseAll(ctx context.Context) error
	// Print writes a page with these calls, or with all when there is none, in the words of a language, and returns its
	// path.
	Print(ctx context.Context, language string, calls ...Call) (path string, err error)
	// Export writes all calls into a file for computers, in the words of a language, and returns its path and its
	// SHA-256 in hexadecimal digits.
	Export(ctx context.Context, language string, format StatementFormat) (path, sum string, err error)
}

// StatementFormat is a kind of file that a statement is written to.
type StatementFormat uint8

// The formats.
const (
	StatementJSON StatementFormat = iota
	StatementSTIX                 // STIX 2.1, in which people who fight crime on computers share what they know
)

// Call is one call as it was written down. Only At is always known.
type Call struct {
	At     time.Time
	Number string // as it was typed, or as people write it
	Party  blocklist.Party
	Asks   []blocklist.Ask
	Flags  []blocklist.Flag
	Given  []string // names of package check
	Words  string
	// Typed is what the person typed for an answer. It is kept only where they say so, as Words.
	Typed string
	// Verdict is what the program said of the number or of the words, or nil.
	Verdict *blocklist.Verdict
	// Level is what it said of a call that is kept, or nil.
	Level *blocklist.Level
	// Rows are what is known, line by line. They are for showing only.
	Rows []CallRow
	// Source is for whoever implements [Diary], and nil for a new call.
	Source any
}

// CallRow is a line about a call: a label, and words of the program or of the person.
type CallRow struct {
	Label blocklist.Message
	Said  []blocklist.Message
	Text  string
}
