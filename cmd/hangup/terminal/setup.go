package terminal

import (
	"context"
	"slices"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/people"
	"hangup/blocklist/setup"
)

func (t *Terminal) setupBook() *setup.Book {
	return &setup.Book{
		People: &people.Book{Desk: t.Desk},
		Own:    &allow.Book{Home: t.Desk.Home, Starter: t.Desk.Starter, Now: t.Desk.Now},
		Keeper: t.Keeper,
	}
}

// SaveSetup writes the setup file and returns the exit code.
func (t *Terminal) SaveSetup(ctx context.Context, path string) int {
	if err := t.setupBook().Save(ctx, path); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Message{ID: "cli.setup.saved", Args: blocklist.Args{"File": path}})
	return ExitOK
}

// OpenSetup shows what a setup file changes, changes it after asking unless sure, and returns the exit code.
func (t *Terminal) OpenSetup(ctx context.Context, path string, sure bool) int {
	book := t.setupBook()
	plan, err := book.Open(ctx, path)
	if err != nil {
		return t.fail(err, false)
	}
	if len(plan.Changes) == 0 {
		t.say(blocklist.Say("cli.setup.nothing"))
		return ExitOK
	}
	code, changed := t.change(ctx, book, plan, sure)
	if changed {
		t.say(blocklist.Say("cli.setup.done"))
		t.say(blocklist.Say("cli.setup.undo"))
	}
	return code
}

// UndoSetup brings back what was before a setup file was opened, as [Terminal.OpenSetup] opens one.
func (t *Terminal) UndoSetup(ctx context.Context, sure bool) int {
	book := t.setupBook()
	plan, err := book.Before(ctx)
	if err != nil {
		return t.fail(err, false)
	}
	code, changed := t.change(ctx, book, plan, sure)
	if changed {
		t.say(blocklist.Say("cli.setup.undone"))
	}
	return code
}

// change shows a plan and applies it, and reports whether it did.
func (t *Terminal) change(ctx context.Context, book *setup.Book, plan *setup.Plan, sure bool) (code int, changed bool) {
	t.say(blocklist.Say("cli.setup.will_change"))
	for _, m := range plan.Changes {
		t.line("- %s", t.Words.Say(m))
	}
	if !sure && !t.confirm("cli.setup.ask") {
		t.say(blocklist.Say("cli.setup.left"))
		return ExitOK, false
	}
	if err := book.Apply(ctx, plan); err != nil {
		return t.fail(err, false), false
	}
	return ExitOK, true
}

// confirm asks a question and reports whether the next line of the input says yes, in any language of the program.
func (t *Terminal) confirm(question string) bool {
	t.say(blocklist.Say(question))
	yes := false
	if err := eachLine(t.In, func(line string) bool {
		yes = slices.Contains([]string{"yes", "y", "да", "д"}, strings.ToLower(strings.TrimSpace(line)))
		return false
	}); err != nil {
		t.Log.Debug("read the answer", "error", err)
	}
	return yes
}
