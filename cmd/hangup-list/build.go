package main

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// buildCommand makes the evidence into an edition.
type buildCommand struct {
	AcceptChange bool
}

func (c *buildCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	built, err := m.Build(ctx, maker.Building{AcceptChange: c.AcceptChange})
	if err != nil {
		return err
	}
	return p.answer(built, c.words(built)...)
}

func (c *buildCommand) words(b maker.Built) []blocklist.Message {
	first := blocklist.Message{ID: "maker.build.done", Args: blocklist.Args{"Edition": b.Edition, "Numbers": b.Entries}}
	if b.Same {
		first.ID = "maker.build.same"
	}
	said := []blocklist.Message{first}
	for _, change := range b.Changes {
		said = append(said, blocklist.Message{ID: "maker.build.change", Args: blocklist.Args{
			"Code": change.Code, "Numbers": change.Entries,
			"Added": change.Added, "Removed": change.Removed, "Changed": change.Changed,
		}})
	}
	if b.Scripts+b.Ranges > 0 {
		said = append(said, blocklist.Message{ID: "maker.build.scripts", Args: blocklist.Args{
			"Scripts": b.Scripts, "Ranges": b.Ranges,
		}})
	}
	if b.TooWide > 0 {
		said = append(said, blocklist.Message{ID: "maker.build.too_wide", Args: blocklist.Args{"Ranges": b.TooWide}})
	}
	if b.KeptOut > 0 {
		said = append(said, blocklist.Message{ID: "maker.build.kept_out", Args: blocklist.Args{"Count": b.KeptOut}})
	}
	if b.Expired > 0 {
		said = append(said, blocklist.Message{ID: "maker.build.expired", Args: blocklist.Args{
			"Count": b.Expired, "Days": blocklist.FreshDays,
		}})
	}
	if b.Fading > 0 {
		said = append(said, blocklist.Message{ID: "maker.build.fading", Args: blocklist.Args{
			"Count": b.Fading, "Days": blocklist.FreshDays,
		}})
	}
	if !b.Same {
		said = append(said, blocklist.Say("maker.next.sign"))
	}
	return said
}
