package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// takesScripts is what stands in the place of a file when a tree of scam scripts is meant.
const takesScripts = "scripts"

// scripts takes in the tree of scam scripts in a folder, or leaves scripts out from now on.
func (c *importCommand) scripts(ctx context.Context, p *program, m *maker.Maker) error {
	if c.Remove {
		if err := m.RemoveScripts(ctx); err != nil {
			return err
		}
		return p.answer(maker.Scripts{}, blocklist.Say("maker.import.scripts_removed"), blocklist.Say("maker.next.build"))
	}
	if info, err := os.Stat(c.Folder); err != nil || !info.IsDir() {
		return blocklist.Errorf(errFile.Message, "%w", errors.Join(err, fmt.Errorf("%q is no folder", c.Folder)))
	}
	done, err := m.ImportScripts(ctx, os.DirFS(c.Folder))
	if err != nil {
		return err
	}
	if done.Same {
		return p.answer(done, blocklist.Say("maker.import.scripts_same"))
	}
	return p.answer(done, blocklist.Message{ID: "maker.import.scripts", Args: blocklist.Args{
		"Scripts": done.Scripts, "Languages": strings.Join(done.Languages, ", "), "Kilobytes": (done.Bytes + 1023) / 1024,
	}}, blocklist.Say("maker.next.build"))
}
