package look

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// MostPasted is how many bytes a field takes at once, more than half an hour of talk. The toolkit lays out every line of
// what it holds, and more would freeze the window.
const MostPasted = 1 << 15

// TypedShortcut implements [fyne.Shortcutable].
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		s = &fyne.ShortcutPaste{Clipboard: beginning{paste.Clipboard}}
	}
	e.Entry.TypedShortcut(s)
	if window, ok := canvasOf(e).(fyne.Shortcutable); ok { // its shortcuts are others, and the toolkit asks the focus alone
		window.TypedShortcut(s)
	}
}

// beginning is a clipboard that gives the beginning of what it holds.
type beginning struct{ fyne.Clipboard }

// Content implements [fyne.Clipboard].
func (b beginning) Content() string {
	text := b.Clipboard.Content()
	if len(text) <= MostPasted {
		return text
	}
	end := MostPasted
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
