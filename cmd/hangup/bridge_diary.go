package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

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
		c := ui.Call{
			At: s.At, Number: s.Number, Party: s.Party, Asks: s.Asks, Flags: s.Flags, Given: s.Given, Words: s.Words, Source: s,
		}
		for _, row := range diary.Rows(s) {
			c.Rows = append(c.Rows, ui.CallRow(row))
		}
		calls = append(calls, c)
	}
	return calls, nil
}

// Save implements [ui.Diary]. A number that was typed is read, and asked about, again.
func (d callDiary) Save(ctx context.Context, c ui.Call) error {
	call, old := c.Source.(store.Call)
	call.At, call.Party, call.Asks, call.Flags, call.Given, call.Words = c.At, c.Party, c.Asks, c.Flags, c.Given, c.Words
	switch {
	case c.Number == "":
		call.Number, call.Dial, call.Region, call.Verdict = "", "", "", nil
	case c.Number != call.Number:
		numbers, err := d.desk.Find(ctx, c.Number)
		switch {
		case err != nil:
			return err
		case len(numbers) > 1:
			return people.ErrSeveral
		}
		verdict, err := d.desk.Verdict(ctx, numbers[0], blocklist.TheyCalled)
		if err != nil {
			return err
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
	_, err := save(ctx, call)
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

func (d callDiary) statement(ctx context.Context, language string) (diary.Statement, error) {
	return d.book().Statement(ctx, language, d.bundle.Words(language).Say)
}

// Print implements [ui.Diary].
func (d callDiary) Print(ctx context.Context, language string) (string, error) {
	s, err := d.statement(ctx, language)
	if err != nil {
		return "", err
	}
	page := handout.Statement{Made: s.Made}
	if page.Hash, err = s.Sum(); err != nil {
		return "", err
	}
	for _, call := range s.Calls {
		for _, row := range diary.Rows(call) {
			value := row.Text
			for i, m := range row.Said {
				if i > 0 {
					value += "; "
				}
				value += s.Say(m)
			}
			page.Rows = append(page.Rows, handout.Row{Name: s.Say(row.Label), Value: value})
		}
	}
	return handout.NewStatement(d.bundle.Words(language), page).Write(allow.Folder(), s.Made)
}

// Export implements [ui.Diary].
func (d callDiary) Export(ctx context.Context, language string) (path, sum string, err error) {
	s, err := d.statement(ctx, language)
	if err != nil {
		return "", "", err
	}
	file, sum, err := s.JSON()
	if err != nil {
		return "", "", err
	}
	path = filepath.Join(allow.Folder(), "hangup-statement-"+time.Now().Format("2006-01-02-1504")+".json")
	if err = os.MkdirAll(allow.Folder(), 0o700); err == nil {
		err = sealed.WriteFile(path, file)
	}
	if err != nil {
		return "", "", &blocklist.Error{Message: blocklist.Say("diary.error.cannot_write"), Err: err}
	}
	return path, sum, nil
}
