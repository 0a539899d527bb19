package ui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/ui/handout"
	"hangup/ui/look"
)

// statement is what was made of the diary.
type statement struct {
	printed string // path of a page, or empty
	file    string // path of a file for computers, or empty
	sum     string // its SHA-256 in hexadecimal digits
}

// openStatement makes a statement of all calls, for the bank or the police.
func (a *App) openStatement() {
	st := &statement{}
	a.open(func() screen { return a.statementScreen(st) })
}

// statementScreen offers the page to sign first: it is what a bank or the police takes.
func (a *App) statementScreen(st *statement) screen {
	say := a.words.ID
	content := []fyne.CanvasObject{look.NewText(look.Title, say("diary.statement.title"))}
	if st.printed != "" {
		content = append(content, a.printedCard(st.printed))
	}
	if st.file != "" {
		content = append(content, a.sumCard(st))
	}
	keys := map[rune]func(){
		'1': func() { a.printCalls(&st.printed) },
		'2': func() { a.exportCalls(st, StatementJSON) },
		'3': func() { a.exportCalls(st, StatementSTIX) },
	}
	content = append(content,
		look.NewTile(look.TilePlain, look.IconPrint, say("diary.statement.print"), say("diary.statement.print_when"), "1", keys['1']),
		look.NewTile(look.TilePlain, look.IconFile, say("diary.statement.file"), say("diary.statement.file_when"), "2", keys['2']),
		look.NewTile(look.TilePlain, look.IconFile, say("diary.statement.experts"), say("diary.statement.experts_when"), "3", keys['3']))
	return screen{content: content, keys: keys}
}

// exportCalls writes all calls as a file for computers, and tells its sum and what that proves.
func (a *App) exportCalls(st *statement, format StatementFormat) {
	at, language := a.top(), a.words.Language().Code
	a.do(a.ctx, func(ctx context.Context) func() {
		path, sum, err := a.parts.Diary.Export(ctx, language, format)
		return func() {
			if err != nil {
				a.failed("statement not written", err)
				return
			}
			st.file, st.sum = path, sum
			a.showAgain(at)
		}
	})
}

// sumCard says where the file is, and its sum in pieces that can be read out.
func (a *App) sumCard(st *statement) fyne.CanvasObject {
	say := a.words.ID
	open := func() {
		if err := fyne.CurrentApp().OpenURL(handout.URL(filepath.Dir(st.file))); err != nil {
			a.parts.Log.Warn("no program opens the folder", "error", err)
		}
	}
	return look.Calm(look.IconDone,
		look.NewText(look.ActTitle, a.words.Say(blocklist.Message{ID: "cli.diary.exported", Args: blocklist.Args{"File": st.file}})),
		look.NewText(look.Strong, a.words.Say(blocklist.Message{ID: "cli.diary.sum", Args: blocklist.Args{"Sum": inPieces(st.sum)}})),
		look.NewText(look.Body, say("diary.sum.proves")), look.NewText(look.Body, say("diary.sum.keep")),
		look.NewText(look.Body, say("diary.sum.does_not")),
		look.Row(look.CopyButton(st.sum, say("diary.sum.copy"), say("app.copied")),
			look.NewButton(look.IconFolder, say("diary.statement.folder"), open)))
}

// inPieces sets a space behind each eight digits.
func inPieces(sum string) string {
	var pieces []string
	for piece := range slices.Chunk([]byte(sum), 8) {
		pieces = append(pieces, string(piece))
	}
	return strings.Join(pieces, " ")
}
