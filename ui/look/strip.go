package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Strip is the red way out that stays below a page: one button over the full width of the page's content.
func Strip(icon Icon, label string, tapped func()) fyne.CanvasObject {
	t := NewTile(tileStrip, icon, label, "", "", tapped)
	t.fixed = true
	return container.New(footing{}, t)
}

// footing keeps to the side margins of a page.
type footing struct{}

const footRoom = 0.5 // above and below, in text sizes

func (footing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, _ := paper{}.margins(size.Width)
	place(objects[0], side, em(footRoom), size.Width-2*side, size.Height-2*em(footRoom))
}

func (footing) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	side, _ := paper{}.margins(width)
	return HeightFor(objects[0], width-2*side) + 2*em(footRoom)
}

func (footing) naturalWidth(objects []fyne.CanvasObject) float32 { return naturalWidth(objects[0]) }

func (footing) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
