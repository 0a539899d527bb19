package main

import (
	"context"

	"hangup/blocklist/script"
	"hangup/cmd/hangup/terminal"
)

// saidCommand tells which known trick a call is, from what was said.
type saidCommand struct {
	JSON  bool `name:"json"`
	Batch bool
	Text  []string `arg:"" optional:""`
}

func (c *saidCommand) run(ctx context.Context, p *parts, t *terminal.Terminal) int {
	t.Lost()
	region, err := p.desk.Region(ctx)
	if err != nil {
		return t.Fail(err)
	}
	library, err := p.library(ctx)
	if err != nil {
		return t.Fail(err)
	}
	o := script.Options{Language: p.lang, Region: region}
	if c.Batch {
		return t.SaidBatch(library, o)
	}
	text, err := readText(c.Text, p.in, script.MaxText)
	if err != nil {
		return t.Fail(err)
	}
	return t.Said(library, text, o, c.JSON)
}
