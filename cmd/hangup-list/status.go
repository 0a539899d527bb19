package main

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// statusCommand tells the state of the list and what to do next.
type statusCommand struct{}

// steps gives each next step its words.
var steps = map[maker.Step]string{
	maker.StepRenewRoot: "maker.next.renew_root",
	maker.StepImport:    "maker.next.import",
	maker.StepBuild:     "maker.next.build",
	maker.StepSign:      "maker.next.sign",
	maker.StepNothing:   "maker.next.nothing",
}

func (c *statusCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	s, err := m.Status(ctx)
	if err != nil {
		return err
	}
	return p.answer(s, c.words(s)...)
}

func (c *statusCommand) words(s maker.Status) []blocklist.Message {
	said := []blocklist.Message{
		{ID: "maker.status.list", Args: blocklist.Args{"Name": s.Name, "Address": s.URL}},
	}
	for _, source := range s.Sources {
		id := "maker.status.source"
		if !source.Trusted {
			id = "maker.status.untrusted_source"
		}
		said = append(said, blocklist.Message{ID: id, Args: blocklist.Args{
			"Source": source.Source, "Numbers": source.Numbers, "Fresh": source.Fresh,
			"Days": blocklist.FreshDays, "Date": source.Imported.Local(),
		}})
	}
	if e := s.Edition; e != nil {
		said = append(said, blocklist.Message{ID: "maker.edition", Args: blocklist.Args{
			"Edition": e.Number, "Date": e.Date.Local(), "Numbers": e.Entries, "Codes": e.Packs, "Bytes": e.Bytes,
		}})
		if e.Scripts+e.Ranges > 0 {
			said = append(said, blocklist.Message{ID: "maker.build.scripts", Args: blocklist.Args{
				"Scripts": e.Scripts, "Ranges": e.Ranges,
			}})
		}
		if !e.Published {
			said = append(said, blocklist.Say("maker.status.not_published"))
		}
	}
	for _, k := range s.Keys {
		id := "maker.status.key_here"
		if !k.Present {
			id = "maker.status.key_away"
		}
		said = append(said, blocklist.Message{ID: id, Args: blocklist.Args{"Key": string(k.Key)}})
	}
	for _, r := range s.Roles {
		said = append(said, blocklist.Message{ID: "maker.status.role", Args: blocklist.Args{
			"Role": r.Role, "Date": r.Expires.Local(),
		}})
	}
	return append(said, blocklist.Say(steps[s.Next]))
}
