package main

import (
	"context"
	"io"
	"unicode/utf8"

	"hangup/blocklist/diary"
	"hangup/cmd/hangup/terminal"
)

// diaryCommand is `hangup diary`.
type diaryCommand struct {
	Add      bool   `xor:"do"`
	List     bool   `xor:"do"`
	Delete   int    `xor:"do"`
	EraseAll bool   `xor:"do"`
	Export   string `xor:"do"`

	JSON   bool   `name:"json"`
	Format string `enum:"json,stix" default:"json"`
	Yes    bool

	At     string
	Number string
	Party  string
	Ask    []string
	Flag   []string
	Given  []string
	Text   []string `arg:"" optional:""`
}

func (c *diaryCommand) run(ctx context.Context, t *terminal.Terminal, in io.Reader) int {
	switch {
	case c.Add:
		words, err := readText(c.Text, in, diary.MaxWords*utf8.UTFMax)
		if err != nil {
			return t.Fail(err)
		}
		return t.AddCall(ctx, terminal.Note{
			At: c.At, Number: c.Number, Party: c.Party, Asks: c.Ask, Flags: c.Flag, Given: c.Given, Words: words,
		})
	case c.Delete != 0:
		return t.DeleteCall(ctx, c.Delete)
	case c.EraseAll:
		return t.EraseCalls(ctx, c.Yes)
	case c.Export != "":
		return t.ExportCalls(ctx, c.Export, c.Format == "stix")
	}
	return t.Calls(ctx, c.JSON)
}
