package ui

import (
	"context"
	"time"

	"hangup/blocklist"
)

// Setup keeps what relatives set up beside people and lists, and carries all of it to another computer. The errors are
// [blocklist.Error]s that say what to do.
type Setup interface {
	State(ctx context.Context) (SetupState, error)
	// SetFamilyWord remembers whether a family word was agreed, and never the word.
	SetFamilyWord(ctx context.Context, agreed bool) error
	SetSchedule(ctx context.Context, s Schedule) error
	SetAutostart(ctx context.Context, on bool) error
	SetLocked(ctx context.Context, locked bool) error
	// SetOffered remembers that the guided setup was offered and put aside.
	SetOffered(ctx context.Context) error

	// Save writes a setup file into a folder, beside what is there, and returns its path.
	Save(ctx context.Context, folder string) (path string, err error)
	// Open reads a setup file, checks all of it and changes nothing.
	Open(ctx context.Context, path string) (SetupPlan, error)
	// Before returns the plan that leads back to what was there before a setup file was opened.
	Before(ctx context.Context) (SetupPlan, error)
	// Apply puts a plan in force, whole or not at all, and returns the preferences there are now; what was never chosen is
	// empty. An error beside preferences says that all is in force but the start with the computer.
	Apply(ctx context.Context, p SetupPlan) (Preferences, error)
}

// SetupState is what is set up beside people and lists.
type SetupState struct {
	FamilyWord time.Time // when one was agreed, or zero
	Schedule   Schedule
	Autostart  bool
	Locked     bool
	Offered    bool // the guided setup was offered and put aside
}

// Schedule is how often followed lists are synced without being asked.
type Schedule string

// The schedules, by the names they are saved under.
const (
	Daily  Schedule = "daily"
	Weekly Schedule = "weekly"
	Manual Schedule = "manual"
)

// SetupPlan is a setup that was checked and can be put in force.
type SetupPlan struct {
	// Changes say what will be different; none when all is so already.
	Changes []blocklist.Message
	// Source is for whoever implements [Setup]; the window does not look at it.
	Source any
}
