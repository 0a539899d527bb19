package terminal

import (
	"context"
	"strings"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/diary"
	"hangup/blocklist/people"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
)

// Note is a call to write down. Codes are those of exported statements.
type Note struct {
	At, Number, Party string
	Asks, Flags       []string
	Given             []string
	Words             string
}

// errNoCode tells that there is no ask, flag or party of that code.
var errNoCode = &blocklist.Error{Message: blocklist.Say("diary.error.no_code")}

// AddCall saves a call in the diary, with what HangUp says of its number, and returns the exit code.
func (t *Terminal) AddCall(ctx context.Context, n Note) int {
	c, err := t.call(ctx, n)
	if err != nil {
		return t.fail(err, false)
	}
	book := diary.Book{Desk: t.Desk}
	if _, err := book.Add(ctx, c); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Say("cli.diary.added"))
	return ExitOK
}

func (t *Terminal) call(ctx context.Context, n Note) (c store.Call, err error) {
	c = store.Call{Words: n.Words, Given: n.Given, Party: blocklist.Party(n.Party)}
	if c.At, err = t.when(n.At); err != nil {
		return store.Call{}, err
	}
	if n.Party != "" {
		if _, err := blocklist.ParseParty(n.Party); err != nil {
			return store.Call{}, errNoCode
		}
	}
	for _, code := range n.Asks {
		ask, err := blocklist.ParseAsk(strings.ToUpper(code))
		if err != nil {
			return store.Call{}, errNoCode
		}
		c.Asks = append(c.Asks, ask)
	}
	for _, code := range n.Flags {
		flag, err := blocklist.ParseFlag(strings.ToUpper(code))
		if err != nil {
			return store.Call{}, errNoCode
		}
		c.Flags = append(c.Flags, flag)
	}
	if n.Number == "" {
		return c, nil
	}
	numbers, err := t.Desk.Find(ctx, n.Number)
	switch {
	case err != nil:
		return store.Call{}, err
	case len(numbers) > 1:
		return store.Call{}, people.ErrSeveral
	}
	verdict, err := t.Desk.Verdict(ctx, numbers[0], blocklist.TheyCalled)
	c.Verdict = diary.Judged(verdict)
	return diary.WithNumber(c, numbers[0]), err
}

// when reads a day, a day with a time, or nothing for now, in the zone of the computer.
func (t *Terminal) when(s string) (time.Time, error) {
	if s == "" {
		return t.Desk.Now(), nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.RFC3339} {
		if at, err := time.ParseInLocation(layout, s, time.Local); err == nil {
			return at, nil
		}
	}
	return time.Time{}, diary.ErrDate
}

// callsJSON is what `hangup diary --json` writes.
type callsJSON struct {
	Calls []any `json:"calls"` // the newest first, each as in an exported statement
}

// Calls shows the diary, the newest call first, numbered as [Terminal.DeleteCall] takes them, and returns the exit code.
func (t *Terminal) Calls(ctx context.Context, asJSON bool) int {
	book := diary.Book{Desk: t.Desk}
	calls, err := book.List(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	if asJSON {
		answer, statement := callsJSON{Calls: []any{}}, diary.Statement{Say: t.Words.Say}
		for _, c := range calls {
			answer.Calls = append(answer.Calls, statement.Call(c))
		}
		t.json(answer)
		return ExitOK
	}
	if len(calls) == 0 {
		t.say(blocklist.Explain(diary.ErrEmpty))
	}
	for i, c := range calls {
		if i > 0 {
			t.line("")
		}
		t.line("%d.", i+1)
		for _, row := range diary.Rows(c) {
			text := row.Text
			if len(row.Said) > 0 {
				text = t.join(row.Said)
			}
			t.line("%s: %s", t.Words.Say(row.Label), text)
		}
	}
	return ExitOK
}

func (t *Terminal) join(messages []blocklist.Message) string {
	said := make([]string, len(messages))
	for i, m := range messages {
		said[i] = t.Words.Say(m)
	}
	return strings.Join(said, "; ")
}

// DeleteCall deletes the call with a number of the list that [Terminal.Calls] shows, and returns the exit code.
func (t *Terminal) DeleteCall(ctx context.Context, n int) int {
	book := diary.Book{Desk: t.Desk}
	calls, err := book.List(ctx)
	if err != nil {
		return t.fail(err, false)
	}
	if n < 1 || n > len(calls) {
		return t.fail(diary.ErrNotThere, false)
	}
	if _, err := book.Delete(ctx, calls[n-1].ID); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Say("cli.diary.deleted"))
	return ExitOK
}

// EraseCalls erases the diary for good, after asking unless sure, and returns the exit code.
func (t *Terminal) EraseCalls(ctx context.Context, sure bool) int {
	if !sure && !t.confirm("cli.diary.erase_ask") {
		t.say(blocklist.Say("cli.diary.kept"))
		return ExitOK
	}
	book := diary.Book{Desk: t.Desk}
	if err := book.EraseAll(ctx); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Say("cli.diary.erased"))
	return ExitOK
}

// ExportCalls writes a statement of all calls into a file, as JSON or as a STIX bundle, says its sum and what that
// proves, and returns the exit code.
func (t *Terminal) ExportCalls(ctx context.Context, path string, asSTIX bool) int {
	book := diary.Book{Desk: t.Desk}
	statement, err := book.Statement(ctx, t.Words.Language().Code, t.Words.Say)
	if err != nil {
		return t.fail(err, false)
	}
	write := statement.JSON
	if asSTIX {
		write = statement.STIX
	}
	file, sum, err := write()
	if err != nil {
		return t.fail(err, false)
	}
	if err := sealed.WriteFile(path, file); err != nil {
		return t.fail(blocklist.Errorf(blocklist.Say("diary.error.cannot_write"), "%w", err), false)
	}
	t.say(blocklist.Message{ID: "cli.diary.exported", Args: blocklist.Args{"File": path}})
	t.say(blocklist.Message{ID: "cli.diary.sum", Args: blocklist.Args{"Sum": sum}})
	for _, m := range diary.About() {
		t.say(m)
	}
	return ExitOK
}
