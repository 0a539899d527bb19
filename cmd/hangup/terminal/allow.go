package terminal

import (
	"context"

	"hangup/blocklist"
	"hangup/blocklist/allow"
)

// allowJSON is what `hangup allow --list --json` writes.
type allowJSON struct {
	Numbers []allowedJSON `json:"numbers"`
}

type allowedJSON struct {
	Number string           `json:"number"` // as people write it
	Dial   string           `json:"dial"`   // E.164, or a short number
	Region blocklist.Region `json:"region,omitempty"`
}

// AllowOptions say what to do with the numbers of a text.
type AllowOptions struct {
	Remove bool // take them off the person's own list
	Report bool // write a report file for each that was put on it
	List   bool // show the list; the text is not looked at
	JSON   bool // with List
}

// Allow puts the numbers in a text on the person's own list, takes them off it, or shows it, and returns the exit code.
func (t *Terminal) Allow(ctx context.Context, text string, o AllowOptions) int {
	book := &allow.Book{Home: t.Desk.Home, Starter: t.Desk.Starter, Folder: allow.Folder(), Now: t.Desk.Now}
	if o.List {
		return t.allowed(ctx, book, o.JSON)
	}
	numbers, err := t.Desk.Find(ctx, text)
	if err != nil {
		return t.fail(err, false)
	}
	for _, n := range numbers {
		if err := t.allowOne(ctx, book, n, o); err != nil {
			return t.fail(err, false)
		}
	}
	return ExitOK
}

func (t *Terminal) allowOne(ctx context.Context, book *allow.Book, n blocklist.Number, o AllowOptions) error {
	args := blocklist.Args{"Number": n.Display}
	if o.Remove {
		if err := book.Disallow(ctx, n); err != nil {
			return err
		}
		t.say(blocklist.Message{ID: "cli.allow.removed", Args: args})
		return nil
	}
	if err := book.Allow(ctx, n); err != nil {
		return err
	}
	t.say(blocklist.Message{ID: "cli.allow.done", Args: args})
	t.say(blocklist.Say("cli.allow.undo"))
	if !o.Report {
		return nil
	}
	path, err := book.Report(ctx, n)
	if err != nil {
		return err
	}
	t.say(blocklist.Message{ID: "verdict.report.done", Args: blocklist.Args{"File": path}})
	t.say(blocklist.Say("verdict.report.not_sent"))
	return nil
}

func (t *Terminal) allowed(ctx context.Context, book *allow.Book, asJSON bool) int {
	list, err := book.List(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	if asJSON {
		answer := allowJSON{Numbers: []allowedJSON{}}
		for _, c := range list {
			answer.Numbers = append(answer.Numbers, allowedJSON{c.Number, c.Dial, c.Region})
		}
		t.json(answer)
		return ExitOK
	}
	if len(list) == 0 {
		t.say(blocklist.Say("relatives.own.empty"))
	}
	for _, c := range list {
		t.line("%s", c.Number)
	}
	return ExitOK
}
