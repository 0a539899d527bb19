package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// PersonCard shows somebody to call: who it is, and the number large, with a button that copies it. The number stands
// beside the name where there is room, else below it.
func PersonCard(icon Icon, caption, name, number, copyLabel, copiedLabel string) fyne.CanvasObject {
	words := Column(0.15)
	if caption != "" {
		words.Add(NewText(Second, caption))
	}
	big := Voice{1.3, true, Ink}
	words.Add(container.New(row{0.5, 0.1}, NewText(big, OneLine(name)), NewText(big, KeepTogether(number))))
	s := newSurface(Tint, Act, Split(withIcon(icon, Act, 1.8, words), CopyButton(number, copyLabel, copiedLabel)))
	s.top = 0.6
	return s
}

// NumberRow shows whom a number reaches and the number, with a button that copies it.
func NumberRow(name, number, note, copyLabel, copiedLabel string) fyne.CanvasObject {
	words := Column(0.1, NewText(Body, OneLine(name)), NewText(Voice{1.3, true, Ink}, KeepTogether(number)))
	if note != "" {
		words.Add(NewText(Second, note))
	}
	return Split(words, CopyButton(number, copyLabel, copiedLabel))
}

// CopyButton copies a text to the clipboard and says so.
func CopyButton(text, label, copied string) *Button {
	var b *Button
	b = NewButton(IconCopy, label, func() {
		fyne.CurrentApp().Clipboard().SetContent(text)
		b.SetLabel(copied)
	})
	b.reserve = copied
	return b
}

// KeepTogether replaces the spaces of a number by ones at which no line ends.
func KeepTogether(number string) string { return strings.ReplaceAll(OneLine(number), " ", "\u00a0") }
