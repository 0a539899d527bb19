package look

import "fyne.io/fyne/v2"

// Words returns what a screen says, piece by piece in reading order: texts, and the words on buttons, tiles and fields
// with what was typed. It says nothing that cannot be read there. To leave the bar out, give it the page alone.
func Words(o fyne.CanvasObject) []string {
	var said []string
	say := func(texts ...*Text) {
		for _, t := range texts {
			if t.String() != "" {
				said = append(said, t.String())
			}
		}
	}
	walk(o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		switch o := o.(type) {
		case *Text:
			say(o)
		case *Button:
			say(o.text)
		case *Tile:
			say(o.key, o.title, o.second)
		case *Field:
			say(o.label)
			if typed := o.Text(); typed != "" {
				said = append(said, typed)
			}
		}
	})
	return said
}
