package diary

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/owntext"
	"hangup/blocklist/screening"
	"hangup/blocklist/store"
)

// MaxWords is how many characters of own words one call can have.
const MaxWords = 4000

// Errors of a Book, beside those of package store.
var (
	// ErrSecret is returned for own words with what looks like a card number, a PIN or a code.
	ErrSecret = &blocklist.Error{Message: blocklist.Say("diary.error.secret")}
	// ErrLong is returned for own words beyond MaxWords.
	ErrLong = &blocklist.Error{Message: blocklist.Say("diary.error.long")}
	// ErrDate is returned for a call without a time, or one that is still to come.
	ErrDate = &blocklist.Error{Message: blocklist.Say("diary.error.date")}
	// ErrNotThere is returned for an ID that no call has.
	ErrNotThere = &blocklist.Error{Message: blocklist.Say("diary.error.not_there")}
	// ErrEmpty is returned when a statement is to be made of no call.
	ErrEmpty = &blocklist.Error{Message: blocklist.Say("diary.error.empty")}
)

// Book is the call diary.
type Book struct {
	Desk *screening.Desk
}

// WithNumber returns the call with the number as package phone understood it. A withheld number leaves it empty.
func WithNumber(c store.Call, n blocklist.Number) store.Call {
	c.Number, c.Dial, c.Region = n.Display, n.E164, n.Region
	if n.E164 == "" {
		c.Dial = n.Short
	}
	return c
}

// Judged returns the part of a verdict that is kept with a call.
func Judged(v blocklist.Verdict) *store.Judgement {
	return &store.Judgement{Level: v.Level, Reasons: v.Reasons}
}

// List returns all calls, the newest first.
func (b *Book) List(ctx context.Context) ([]store.Call, error) { return b.Desk.Home.Calls(ctx) }

// Add saves a call and returns it as it is saved.
func (b *Book) Add(ctx context.Context, c store.Call) (store.Call, error) {
	c.ID, c.UID = 0, ""
	return b.save(ctx, c)
}

// Change saves a call that [Book.List] returned and that was changed since.
func (b *Book) Change(ctx context.Context, c store.Call) (store.Call, error) {
	if _, err := b.call(ctx, c.ID); err != nil {
		return store.Call{}, err
	}
	return b.save(ctx, c)
}

// Delete deletes a call and returns it for [Book.PutBack].
func (b *Book) Delete(ctx context.Context, id int64) (store.Call, error) {
	c, err := b.call(ctx, id)
	if err != nil {
		return store.Call{}, err
	}
	return c, b.Desk.Home.DeleteCall(ctx, id)
}

// PutBack undoes [Book.Delete].
func (b *Book) PutBack(ctx context.Context, c store.Call) error {
	_, err := b.Desk.Home.SaveCall(ctx, c)
	return err
}

// EraseAll erases the diary for good; see [store.Home.EraseCalls].
func (b *Book) EraseAll(ctx context.Context) error { return b.Desk.Home.EraseCalls(ctx) }

func (b *Book) call(ctx context.Context, id int64) (store.Call, error) {
	c, err := b.Desk.Home.Call(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return store.Call{}, ErrNotThere
	}
	return c, err
}

func (b *Book) save(ctx context.Context, c store.Call) (store.Call, error) {
	if c.At.IsZero() || c.At.After(b.Desk.Now().Add(24*time.Hour)) {
		return store.Call{}, ErrDate
	}
	var err error
	if c.Words, err = b.Words(ctx, c.Words); err != nil {
		return store.Call{}, err
	}
	if c.Party != "" {
		if c.Party, err = blocklist.ParseParty(string(c.Party)); err != nil {
			return store.Call{}, fmt.Errorf("diary: %w", err)
		}
	}
	c.Asks = inOrder(blocklist.Asks(), c.Asks)
	c.Flags = inOrder(blocklist.Flags(), c.Flags)
	c.Given = givens(c.Given)
	return b.Desk.Home.SaveCall(ctx, c)
}

// Words returns own words as they are kept, or why they cannot be. It can be asked while they are typed.
func (b *Book) Words(ctx context.Context, words string) (string, error) {
	words = owntext.Lines(words)
	if utf8.RuneCountInString(words) > MaxWords {
		return "", ErrLong
	}
	find := func(s string) ([]blocklist.Number, error) { return b.Desk.Find(ctx, s) }
	if owntext.HoldsSecret(find, words) {
		return "", ErrSecret
	}
	return words, nil
}

// givens returns what was given, by the names of package check, in order.
func givens(chosen []string) []string {
	var list []string
	for _, given := range check.Givens() {
		if slices.Contains(chosen, string(given)) {
			list = append(list, string(given))
		}
	}
	return list
}

// inOrder returns those of all that are chosen, each once.
func inOrder[T comparable](all, chosen []T) []T {
	return slices.DeleteFunc(all, func(one T) bool { return !slices.Contains(chosen, one) })
}
