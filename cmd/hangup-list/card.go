package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/repository"
)

// cardCommand writes the list card.
type cardCommand struct {
	URL  string `name:"url"`
	File string `arg:"" optional:"" default:"list-card.json"`
}

// cardReport is the command's answer as JSON.
type cardReport struct {
	File        string   `json:"file"`
	Name        string   `json:"name"`
	URL         string   `json:"url"`
	Fingerprint []string `json:"fingerprint"`
}

func (c *cardCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	card, err := m.Card(c.URL)
	if err != nil {
		return err
	}
	if err := writeCard(c.File, card); err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	said := card.Fingerprint(assets.Words(p.words.Language().Code))
	return p.answer(cardReport{c.File, card.Name, card.URL, said},
		blocklist.Message{ID: "maker.card.done", Args: blocklist.Args{"File": c.File}},
		blocklist.Message{ID: "maker.card.words", Args: blocklist.Args{"Words": strings.Join(said, " ")}},
		blocklist.Say("maker.card.read_out"))
}

func writeCard(path string, card *repository.Card) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("card: %w", err)
	}
	if err := card.Write(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
