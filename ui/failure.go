package ui

import (
	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/i18n"
	"hangup/ui/look"
)

// ShowFailure fills the window with the reason why the program cannot start. It must be called on the toolkit's main
// goroutine.
func ShowFailure(window fyne.Window, words *i18n.Words, why blocklist.Message) {
	fyne.CurrentApp().Settings().SetTheme(look.New(look.TextSize(0)))
	stop := look.NewMainButton("", words.ID("app.close"), window.Close)
	window.SetPadded(false)
	window.SetTitle(words.ID("app.name"))
	window.SetContent(look.NewPage(look.Band(blocklist.Careful, words.ID("app.cannot_start"), words.Say(why), ""), stop))
	window.Canvas().Focus(stop)
}
