package main

import (
	"context"
	"errors"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
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
		s := ui.ListStatus{ID: f.List.ID, Name: f.List.Card.Name, Address: f.List.Card.URL, Edition: f.Edition}
		if f.LastSync != nil {
			s.LastSync = &ui.SyncReport{At: f.LastSync.At, OK: f.LastSync.OK, Message: f.LastSync.Message}
		}
		statuses = append(statuses, s)
	}
	return statuses, nil
}

// ReadCard implements [ui.Lists].
func (l lists) ReadCard(_ context.Context, pathOrText string) (ui.Card, error) {
	card, err := repository.OpenCard(pathOrText)
	if err != nil {
		return ui.Card{}, err
	}
	if err := l.keeper.Client.Trust(card); err != nil {
		return ui.Card{}, err
	}
	words := func(language string) []string { return card.Fingerprint(fingerprintWords(language)) }
	return ui.Card{Name: card.Name, Address: card.URL, Words: words, Source: card}, nil
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

// Unfollow implements [ui.Lists].
func (l lists) Unfollow(ctx context.Context, id string) error { return l.keeper.Unfollow(ctx, id) }

// Sync implements [ui.Lists].
func (l lists) Sync(ctx context.Context, progress func(ui.Progress)) error {
	reports, err := l.keeper.SyncAll(ctx, func(p update.Progress) {
		if p.Phase == update.PhaseDownload { // the others are over in a moment
			progress(ui.Progress{Done: p.Done, Total: p.Total})
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
