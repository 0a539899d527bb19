package main

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/repository"
)

// verifyCommand checks a repository as a client would. It needs no maker's folder.
type verifyCommand struct {
	Card   string `arg:""`
	Folder string `arg:""`
}

func (c *verifyCommand) run(ctx context.Context, p *program) error {
	card, err := repository.OpenCard(c.Card)
	if err != nil {
		return err
	}
	found, err := maker.Verify(ctx, card, c.Folder, p.o.Now(), p.o.Never)
	if err != nil {
		return err
	}
	said := []blocklist.Message{
		{ID: "maker.verify.done", Args: blocklist.Args{"Name": found.Name, "Edition": found.Edition}},
		{ID: "maker.edition", Args: blocklist.Args{
			"Edition": found.Edition, "Date": found.Date.Local(), "Numbers": found.Entries, "Codes": len(found.Packs),
			"Bytes": found.Bytes,
		}},
		{ID: "maker.build.scripts", Args: blocklist.Args{"Scripts": found.Scripts, "Ranges": found.Ranges}},
		{ID: "maker.sign.until", Args: blocklist.Args{"Date": found.Until.Local()}},
	}
	return p.answer(found, said...)
}
