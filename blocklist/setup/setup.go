// Package setup carries what relatives set up on one computer to another.
//
// A setup file holds the language, the text size, the country and those calls are expected from, people and banks, the
// own list of known numbers, that a family word was agreed, the followed lists, which parts of them and how often they
// are synced, and whether HangUp starts with the computer. It never holds a call of the diary, nor the lock or the voice, which belong
// to one computer.
//
// The file is one of package sealed with the format "hangup-setup", version 1, and this content, of which all but
// startsWithComputer may be absent:
//
//	{
//	  "language": "ru",
//	  "textSize": 32,
//	  "region": "RU",
//	  "hearsFrom": ["KZ"],
//	  "schedule": "daily",
//	  "startsWithComputer": true,
//	  "familyWord": "2026-11-23T09:00:00Z",
//	  "people": [{"name": "Anna", "number": "+79161234567"}],
//	  "banks": [{"name": "Bank", "number": "900", "region": "RU"}],
//	  "allowed": [{"number": "+12025550143"}],
//	  "lists": [{"format": "hangup-list-card/1", "name": "...", "url": "...", "root": "..."}],
//	  "packs": ["375"]
//	}
//
// Numbers are E.164 with the plus, or short numbers with their region; schedule is daily, weekly or manual; lists are
// list cards as package repository reads them; packs are calling codes whose numbers are wanted beside those of the
// countries.
//
// [Book.Open] checks a file whole, each number by the rules of package people, each card by its signatures, and changes
// nothing. [Plan.Changes] says what would change. [Book.Apply] does it in one transaction, and [Book.Before] leads back.
// The file takes the place of what is there: people who are not in it are removed, and Changes names them. Language,
// text size and country stay when the file has none.
package setup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/follow"
	"hangup/blocklist/people"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
)

// Errors of a Book, beside those of package store.
var (
	// ErrOther is returned for a file that is no setup file.
	ErrOther = &blocklist.Error{Message: blocklist.Say("setup.error.other")}
	// ErrNewer is returned for a setup file of a newer program.
	ErrNewer = &blocklist.Error{Message: blocklist.Say("setup.error.newer")}
	// ErrDamaged is returned for a setup file that is not as it was written, or too large to be one.
	ErrDamaged = &blocklist.Error{Message: blocklist.Say("setup.error.damaged")}
	// ErrNumber is returned for a setup file with a number that cannot be saved.
	ErrNumber = &blocklist.Error{Message: blocklist.Say("setup.error.number")}
	// ErrNoFile is returned when there is no file of that name.
	ErrNoFile = &blocklist.Error{Message: blocklist.Say("setup.error.no_file")}
	// ErrCannotRead is returned when the file cannot be read.
	ErrCannotRead = &blocklist.Error{Message: blocklist.Say("setup.error.cannot_read")}
	// ErrCannotWrite is returned when the file cannot be written.
	ErrCannotWrite = &blocklist.Error{Message: blocklist.Say("setup.error.cannot_write")}
	// ErrNothingBefore is returned when no setup file was opened, or it was undone already.
	ErrNothingBefore = &blocklist.Error{Message: blocklist.Say("setup.error.nothing_before")}
)

// Book saves and opens setup files.
type Book struct {
	People *people.Book
	Own    *allow.Book
	Keeper *follow.Keeper
}

// Plan is a setup that was checked and can be applied.
type Plan struct {
	// Changes say what will be different, part by part; none when all is as it is.
	Changes []blocklist.Message
	// Settings are those there will be. Starting with the computer and the language are for the caller to put in force.
	Settings store.Settings

	target store.Setup
	back   bool
}

func (b *Book) home() *store.Home { return b.People.Desk.Home }

// Save writes the present setup into a file, which is replaced at once when there is one.
func (b *Book) Save(ctx context.Context, path string) error {
	now, err := b.home().Setup(ctx)
	if err != nil {
		return err
	}
	c, err := contentOf(now)
	if err != nil {
		return err
	}
	file, _, err := sealed.Seal(format, version, c)
	if err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	if err := sealed.WriteFile(path, file); err != nil {
		return blocklist.Errorf(ErrCannotWrite.Message, "setup: %w", err)
	}
	return nil
}

// Open reads the setup file at a path, checks all of it and says what it would change.
func (b *Book) Open(ctx context.Context, path string) (*Plan, error) {
	file, err := sealed.ReadFile(path, MaxFile)
	switch {
	case errors.Is(err, sealed.ErrDamaged):
		return nil, blocklist.Errorf(ErrDamaged.Message, "setup: %w", err)
	case errors.Is(err, fs.ErrNotExist):
		return nil, blocklist.Errorf(ErrNoFile.Message, "setup: %w", err)
	case err != nil:
		return nil, blocklist.Errorf(ErrCannotRead.Message, "setup: %w", err)
	}
	return b.Read(ctx, file)
}

// Read is [Book.Open] for the bytes of a file.
func (b *Book) Read(ctx context.Context, file []byte) (*Plan, error) {
	target, err := read(file)
	if err != nil {
		return nil, err
	}
	now, err := b.home().Setup(ctx)
	if err != nil {
		return nil, err
	}
	keepUnset(&target.Settings, now.Settings)
	numbers, err := b.show(ctx, &target)
	if err != nil {
		return nil, err
	}
	if err := b.checkContacts(ctx, target.Contacts, numbers); err != nil {
		return nil, err
	}
	for i := range target.Lists {
		if err := b.Keeper.Client.Trust(&target.Lists[i]); err != nil {
			return nil, err
		}
	}
	return &Plan{Changes: compare(now, target), Settings: target.Settings, target: target}, nil
}

// keepUnset keeps what a file does not carry or was never chosen where it was written.
func keepUnset(target *store.Settings, now store.Settings) {
	if target.Language == "" {
		target.Language = now.Language
	}
	if target.TextSize == 0 {
		target.TextSize = now.TextSize
	}
	if target.Region == "" {
		target.Region = now.Region
	}
	keepOwn(target, now)
}

// keepOwn keeps what belongs to one computer.
func keepOwn(target *store.Settings, now store.Settings) {
	target.Locked, target.ReadAloud, target.VoiceRate, target.SetupOffered = now.Locked, now.ReadAloud, now.VoiceRate, now.SetupOffered
}

// checkContacts refuses names and numbers that could not be typed in either.
func (b *Book) checkContacts(ctx context.Context, contacts []store.Contact, numbers []blocklist.Number) error {
	for i := range contacts {
		c := &contacts[i]
		if c.Kind == blocklist.ContactAllowed {
			if err := b.Own.May(numbers[i]); err != nil {
				return wrongNumber(c.Name, err)
			}
			continue
		}
		name, err := b.People.Name(ctx, c.Name)
		if err == nil {
			err = b.People.Check(ctx, c.Kind, numbers[i])
		}
		if err != nil {
			return wrongNumber(c.Name, err)
		}
		c.Name = name
	}
	return nil
}

// Apply puts a plan in force, whole or not at all. Lists that are new are synced by the next sync.
func (b *Book) Apply(ctx context.Context, p *Plan) error {
	now, err := b.home().Setup(ctx)
	if err != nil {
		return err
	}
	target, before := p.target, []byte(nil)
	keepOwn(&target.Settings, now.Settings)
	if !p.back {
		c, err := contentOf(now)
		if err != nil {
			return err
		}
		if before, err = json.Marshal(c); err != nil {
			return fmt.Errorf("setup: %w", err)
		}
	}
	left, err := b.home().ReplaceSetup(ctx, target, before)
	if err != nil {
		return err
	}
	return b.removeNumbers(ctx, left, now.Packs, target.Packs)
}

// removeNumbers removes the numbers of lists that were left and of packs that are not chosen any more. A pack that is
// wanted for another reason stays.
func (b *Book) removeNumbers(ctx context.Context, left, packsBefore, packs []string) error {
	for _, id := range left {
		if err := b.Keeper.Unfollow(ctx, id); err != nil {
			return err
		}
	}
	for _, code := range packsBefore {
		if slices.Contains(packs, code) {
			continue
		}
		err := b.Keeper.RemovePack(ctx, code)
		if err != nil && !errors.Is(err, follow.ErrHomePack) && !errors.Is(err, follow.ErrHeardPack) {
			return err
		}
	}
	return nil
}

// Before returns the plan that brings back what was there before a setup file was last applied, or [ErrNothingBefore].
// What was changed by hand since then is lost by it, and Changes names that too.
func (b *Book) Before(ctx context.Context) (*Plan, error) {
	kept, err := b.home().SetupBefore(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNothingBefore
	}
	if err != nil {
		return nil, err
	}
	var c content
	if err := json.Unmarshal(kept, &c); err != nil {
		return nil, fmt.Errorf("setup: %w", err)
	}
	target, err := c.setup()
	if err != nil {
		return nil, err
	}
	now, err := b.home().Setup(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := b.show(ctx, &target); err != nil {
		return nil, err
	}
	keepOwn(&target.Settings, now.Settings)
	return &Plan{Changes: compare(now, target), Settings: target.Settings, target: target, back: true}, nil
}
