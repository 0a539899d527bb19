package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/allow"
	"hangup/blocklist/diary"
	"hangup/blocklist/people"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
	"hangup/ui"
	"hangup/ui/handout"
)

// callDiary lets the window keep calls; it implements [ui.Diary].
type callDiary struct{ *parts }

func (d callDiary) book() *diary.Book { return &diary.Book{Desk: d.desk} }

// Calls implements [ui.Diary].
func (d callDiary) Calls(ctx context.Context) ([]ui.Call, error) {
	saved, err := d.book().List(ctx)
	if err != nil {
		return nil, err
	}
	calls := make([]ui.Call, 0, len(saved))
	for _, s := range saved {
		calls = append(calls, asCall(s))
	}
	return calls, nil
}

func asCall(s store.Call) ui.Call {
	c := ui.Call{
		At: s.At, Number: s.Number, Party: s.Party, Asks: s.Asks, Flags: s.Flags, Given: s.Given, Words: s.Words, Source: s,
	}
	if s.Verdict != nil {
		c.Level = &s.Verdict.Level
	}
	for _, row := range diary.Rows(s) {
		c.Rows = append(c.Rows, ui.CallRow(row))
	}
	return c
}

// Save implements [ui.Diary]. A number that was typed is read, and asked about, again.
func (d callDiary) Save(ctx context.Context, c ui.Call) (ui.Call, error) {
	call, old := c.Source.(store.Call)
	call.At, call.Party, call.Asks, call.Flags, call.Given, call.Words = c.At, c.Party, c.Asks, c.Flags, c.Given, c.Words
	switch {
	case c.Number == "":
		call.Number, call.Dial, call.Region, call.Verdict = "", "", "", nil
	case c.Number != call.Number:
		numbers, err := d.desk.Find(ctx, c.Number)
		switch {
		case err != nil:
			return ui.Call{}, err
		case len(numbers) > 1:
			return ui.Call{}, people.ErrSeveral
		}
		verdict, err := d.desk.Verdict(ctx, numbers[0], blocklist.TheyCalled)
		if err != nil {
			return ui.Call{}, err
		}
		call = diary.WithNumber(call, numbers[0])
		call.Verdict = diary.Judged(verdict)
	}
	if c.Verdict != nil {
		call.Verdict = diary.Judged(*c.Verdict)
	}
	save := d.book().Add
	if old {
		save = d.book().Change
	}
	saved, err := save(ctx, call)
	if err != nil {
		return ui.Call{}, err
	}
	return asCall(saved), nil
}

// Words implements [ui.Diary].
func (d callDiary) Words(ctx context.Context, words string) error {
	_, err := d.book().Words(ctx, words)
	return err
}

// Delete implements [ui.Diary].
func (d callDiary) Delete(ctx context.Context, c ui.Call) (ui.Undo, error) {
	call, ok := c.Source.(store.Call)
	if !ok {
		return nil, errors.New("diary: the call was not read by Calls")
	}
	deleted, err := d.book().Delete(ctx, call.ID)
	return func(ctx context.Context) error { return d.book().PutBack(ctx, deleted) }, err
}

// EraseAll implements [ui.Diary]. The pages that were printed tell of the calls too, so they go with them.
func (d callDiary) EraseAll(ctx context.Context) error {
	return errors.Join(d.book().EraseAll(ctx), handout.Erase(allow.Folder()))
}

func (d callDiary) statement(ctx context.Context, language string, calls ...ui.Call) (diary.Statement, error) {
	ids := make([]int64, 0, len(calls))
	for _, c := range calls {
		call, ok := c.Source.(store.Call)
		if !ok {
			return diary.Statement{}, errors.New("diary: the call was not read by Calls")
		}
		ids = append(ids, call.ID)
	}
	return d.book().Statement(ctx, language, d.bundle.Words(language).Say, ids...)
}

// Print implements [ui.Diary].
func (d callDiary) Print(ctx context.Context, language string, calls ...ui.Call) (string, error) {
	s, err := d.statement(ctx, language, calls...)
	if err != nil {
		return "", err
	}
	page := handout.Statement{Made: s.Made}
	if page.Hash, err = s.Sum(); err != nil {
		return "", err
	}
	for _, call := range s.Calls {
		for _, row := range diary.Rows(call) {
			said := make([]string, 0, len(row.Said))
			for _, m := range row.Said {
				said = append(said, s.Say(m))
			}
			page.Rows = append(page.Rows, handout.Row{Name: s.Say(row.Label), Value: row.Text + strings.Join(said, "; ")})
		}
	}
	return handout.NewStatement(d.bundle.Words(language), page).Write(allow.Folder(), s.Made)
}

// Export implements [ui.Diary].
func (d callDiary) Export(ctx context.Context, language string, format ui.StatementFormat) (path, sum string, err error) {
	s, err := d.statement(ctx, language)
	if err != nil {
		return "", "", err
	}
	write, kind := s.JSON, "json"
	if format == ui.StatementSTIX {
		write, kind = s.STIX, "stix.json"
	}
	file, sum, err := write()
	if err != nil {
		return "", "", err
	}
	path = filepath.Join(allow.Folder(), "hangup-statement-"+s.Made.Format("2006-01-02-1504")+"."+kind)
	if err = os.MkdirAll(allow.Folder(), 0o700); err == nil {
		err = sealed.WriteFile(path, file)
	}
	if err != nil {
		return "", "", &blocklist.Error{Message: blocklist.Say("diary.error.cannot_write"), Err: err}
	}
	return path, sum, nil
}
