package ui

import (
	"fyne.io/fyne/v2"

	"hangup/ui/look"
)

func (a *App) openHelp() { a.open(a.helpScreen) }

// helpScreen tells the keys, how to be read to, and what there is for a screen reader, which the toolkit does not serve.
func (a *App) helpScreen() screen {
	say := a.words.ID
	keys := look.Card(say("help.keys"), look.Points(look.Act,
		say("help.keys.digits"), say("help.keys.tab"), say("help.keys.enter"), say("help.keys.back"), say("help.keys.aloud"),
		say("help.keys.larger"), say("help.keys.smaller"), say("help.keys.normal")))
	aloud := look.Card(say("help.aloud"), look.Points(look.Act,
		say("help.aloud.start"), say("help.aloud.stop"), say("help.aloud.silent")))
	reader := look.Card(say("help.reader"), look.NewText(look.Body, say("help.reader.how")), look.Points(look.Act,
		say("help.reader.ask"), say("help.reader.check"), say("help.reader.said"), say("help.reader.told"),
		say("help.reader.more")))
	return screen{content: []fyne.CanvasObject{
		look.NewText(look.Title, say("help.title")), look.Columns(cardColumn, keys, aloud), reader,
	}}
}
