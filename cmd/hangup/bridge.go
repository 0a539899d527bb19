package main

import (
	"context"
	"errors"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/follow"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
	"hangup/blocklist/update"
	"hangup/ui"
)

// lists lets the window follow lists; it implements [ui.Lists].
type lists struct{ keeper *follow.Keeper }

// Status implements [ui.Lists].
func (l lists) Status(ctx context.Context) ([]ui.ListStatus, error) {
	followed, err := l.keeper.Status(ctx)
	if err != nil {
		return nil, err
	}
	statuses := make([]ui.ListStatus, 0, len(followed))
	for _, f := range followed {
		s := ui.ListStatus{
			ID: f.List.ID, Name: f.List.Card.Name, Address: f.List.Card.URL, Words: wordsOf(&f.List.Card), Edition: f.Edition,
			Muted: f.List.Muted, Replaced: f.List.Replaces != "", Refused: f.Refused,
		}
		if f.LastSync != nil {
			s.LastSync = &ui.SyncReport{At: f.LastSync.At, OK: f.LastSync.OK, Message: f.LastSync.Message}
		}
		statuses = append(statuses, s)
	}
	return statuses, nil
}

// wordsOf returns the fingerprint of a card in the words of a language.
func wordsOf(card *repository.Card) func(language string) []string {
	return func(language string) []string { return card.Fingerprint(fingerprintWords(language)) }
}

// ReadCard implements [ui.Lists].
func (l lists) ReadCard(ctx context.Context, pathOrText string) (ui.Card, error) {
	card, err := repository.OpenCard(pathOrText)
	if err != nil {
		return ui.Card{}, err
	}
	if err := l.keeper.Client.Trust(card); err != nil {
		return ui.Card{}, err
	}
	c := ui.Card{Name: card.Name, Address: card.URL, Words: wordsOf(card), Source: card}
	namesake, err := l.keeper.Namesake(ctx, card)
	if err != nil {
		return ui.Card{}, err
	}
	if namesake != nil {
		c.Namesake = namesake.ID
	}
	_, err = l.keeper.Home.FollowedList(ctx, store.IDOf(card))
	c.Known = err == nil
	return c, nil
}

// Follow implements [ui.Lists].
func (l lists) Follow(ctx context.Context, c ui.Card) error {
	card, ok := c.Source.(*repository.Card)
	if !ok {
		return errors.New("follow: the card was not read by ReadCard")
	}
	_, err := l.keeper.Follow(ctx, card)
	return err
}

// Replace implements [ui.Lists].
func (l lists) Replace(ctx context.Context, id string, c ui.Card) error {
	card, ok := c.Source.(*repository.Card)
	if !ok {
		return errors.New("replace: the card was not read by ReadCard")
	}
	_, err := l.keeper.Replace(ctx, id, card)
	return err
}

// Mute implements [ui.Lists].
func (l lists) Mute(ctx context.Context, id string, muted bool) error {
	return l.keeper.Mute(ctx, id, muted)
}

// AcceptChange implements [ui.Lists].
func (l lists) AcceptChange(ctx context.Context, id string) error {
	return l.keeper.AcceptChange(ctx, id)
}

// Packs implements [ui.Lists].
func (l lists) Packs(ctx context.Context) (ui.PackChoice, error) {
	choice, err := l.keeper.Packs(ctx)
	if err != nil {
		return ui.PackChoice{}, err
	}
	c := ui.PackChoice{Metered: choice.Metered, Offered: choice.Offered}
	for _, p := range choice.Packs {
		c.Packs = append(c.Packs, ui.Pack{
			Code: p.Code, Name: p.Name(), State: p.State(), Home: p.Home, Chosen: p.Wanted || p.Here, Bytes: p.Bytes,
			Countries: p.Regions,
		})
	}
	return c, nil
}

// AddPack implements [ui.Lists].
func (l lists) AddPack(ctx context.Context, code string) error { return l.keeper.AddPack(ctx, code) }

// RemovePack implements [ui.Lists].
func (l lists) RemovePack(ctx context.Context, code string) error {
	return l.keeper.RemovePack(ctx, code)
}

// SetMetered implements [ui.Lists].
func (l lists) SetMetered(ctx context.Context, metered bool) error {
	return l.keeper.SetMetered(ctx, metered)
}

// Unfollow implements [ui.Lists].
func (l lists) Unfollow(ctx context.Context, id string) error { return l.keeper.Unfollow(ctx, id) }

// Sync implements [ui.Lists].
func (l lists) Sync(ctx context.Context, progress func(ui.Progress)) error {
	meter := update.Meter{Now: l.keeper.Now}
	reports, err := l.keeper.SyncAll(ctx, func(p update.Progress) {
		if p.Phase == update.PhaseDownload { // the others are over in a moment
			_, left := meter.Pace(p)
			progress(ui.Progress{Done: p.Done, Total: p.Total, Left: left})
		}
	})
	if err != nil {
		return err
	}
	for _, r := range reports {
		if !r.OK {
			return &blocklist.Error{Message: r.Message}
		}
	}
	return nil
}

// ownList is the person's own list for the window; it implements [ui.OwnList].
type ownList struct{ book *allow.Book }

// May implements [ui.OwnList].
func (l ownList) May(n blocklist.Number) bool { return l.book.May(n) == nil }

// Allow implements [ui.OwnList].
func (l ownList) Allow(ctx context.Context, n blocklist.Number) error { return l.book.Allow(ctx, n) }

// Disallow implements [ui.OwnList].
func (l ownList) Disallow(ctx context.Context, n blocklist.Number) error {
	return l.book.Disallow(ctx, n)
}

// Numbers implements [ui.OwnList].
func (l ownList) Numbers(ctx context.Context) ([]ui.OwnNumber, error) {
	list, err := l.book.List(ctx)
	if err != nil {
		return nil, err
	}
	numbers := make([]ui.OwnNumber, 0, len(list))
	for _, c := range list {
		numbers = append(numbers, ui.OwnNumber{Number: c.Number, Source: c})
	}
	return numbers, nil
}

// Remove implements [ui.OwnList].
func (l ownList) Remove(ctx context.Context, n ui.OwnNumber) error {
	c, ok := n.Source.(store.Contact)
	if !ok {
		return errors.New("own list: the number was not read by Numbers")
	}
	return l.book.Home.RemoveContact(ctx, c.ID)
}

// PutBack implements [ui.OwnList].
func (l ownList) PutBack(ctx context.Context, n ui.OwnNumber) error {
	c, ok := n.Source.(store.Contact)
	if !ok {
		return errors.New("own list: the number was not read by Numbers")
	}
	_, err := l.book.Home.SaveContact(ctx, c)
	return err
}

// Report implements [ui.OwnList].
func (l ownList) Report(ctx context.Context, n blocklist.Number) (string, error) {
	return l.book.Report(ctx, n)
}

// own returns the person's own list.
func (p *parts) own() *allow.Book {
	return &allow.Book{Home: p.home, Starter: p.desk.Starter, Folder: allow.Folder(), Now: p.desk.Now}
}

// fingerprintWords returns the words fingerprints are made of, in a language that has them or else in English.
func fingerprintWords(language string) []string {
	if words := assets.Words(language); words != nil {
		return words
	}
	return assets.Words("en")
}

// settings keeps what the person changes in the window; it implements [ui.Settings].
type settings struct {
	*parts
	start ui.Preferences
}

// SavePreferences implements [ui.Settings]. What only this run was told on its command line, and was not changed
// since, is not saved.
func (s settings) SavePreferences(ctx context.Context, p ui.Preferences) error {
	saved, err := s.home.Settings(ctx)
	if err != nil {
		return err
	}
	saved.TextSize = p.TextSize
	if p.Language != s.start.Language {
		saved.Language = p.Language
	}
	if p.Region != s.start.Region {
		saved.Region = p.Region
		s.desk.Override("")
	}
	return s.home.SaveSettings(ctx, saved)
}

// hotlines returns a country's lines with their numbers as people there write them.
func (p *parts) hotlines(r blocklist.Region) []ui.Hotline {
	reader := phone.Reader{Home: r, ShortCodes: p.desk.Starter.ShortCode}
	var lines []ui.Hotline
	for _, o := range p.desk.Starter.Hotlines(r) {
		line := ui.Hotline{Official: o, Number: o.Dial()}
		if numbers, err := reader.Find(o.Dial()); err == nil {
			line.Number = numbers[0].Display
		}
		lines = append(lines, line)
	}
	return lines
}
