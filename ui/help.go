package ui

import (
	"fyne.io/fyne/v2"

	"hangup/ui/look"
)

func (a *App) openHelp() {
	card := "" // path of the card that was printed
	a.open(func() screen { return a.helpScreen(&card) })
}

// helpScreen tells the keys, how to be read to, and what there is for a screen reader, which the toolkit does not serve.
func (a *App) helpScreen(card *string) screen {
	say := a.words.ID
	keys := look.Card(say("help.keys"), look.Points(look.Act,
		say("help.keys.digits"), say("help.keys.tab"), say("help.keys.enter"), say("help.keys.back"), say("help.keys.aloud"),
		say("help.keys.larger"), say("help.keys.smaller"), say("help.keys.normal")))
	aloud := look.Card(say("help.aloud"), look.Points(look.Act,
		say("help.aloud.start"), say("help.aloud.stop"), say("help.aloud.silent")),
		look.Row(look.NewButton(look.IconAloud, say("setup.speed.change"), a.openSpeed)))
	reader := look.Card(say("help.reader"), look.NewText(look.Body, say("help.reader.how")), look.Points(look.Act,
		say("help.reader.ask"), say("help.reader.check"), say("help.reader.said"), say("help.reader.told"),
		say("help.reader.more")))
	content := append([]fyne.CanvasObject{look.NewText(look.Title, say("help.title"))}, a.printedNote(*card)...)
	return screen{content: append(content, look.Row(a.cardButton(card)), look.Columns(cardColumn, keys, aloud), reader)}
}
