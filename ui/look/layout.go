package look

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flowing is an object whose height follows from its width.
type Flowing interface {
	fyne.CanvasObject
	// HeightFor returns the height the object needs at a width.
	HeightFor(width float32) float32
}

// natural is an object that knows the width it would like.
type natural interface{ NaturalWidth() float32 }

// HeightFor returns the height an object needs at a width: what it says if it is flowing, else its least height.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case Flowing:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(flow); ok {
			return l.heightFor(visible(o.Objects), width)
		}
	}
	return o.MinSize().Height
}

func naturalWidth(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case natural:
		return o.NaturalWidth()
	case *fyne.Container:
		if l, ok := o.Layout.(flow); ok {
			return l.naturalWidth(visible(o.Objects))
		}
	}
	return o.MinSize().Width
}

// flow is a layout whose height follows from its width.
type flow interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
	naturalWidth(objects []fyne.CanvasObject) float32
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var shown []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}

func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

func ceil(v float32) float32 { return float32(math.Ceil(float64(v))) }

// Column stacks objects over the full width, gap times the text size apart.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap}, objects...)
}

type column struct{ gap float32 }

func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range visible(objects) {
		h := HeightFor(o, size.Width)
		place(o, 0, y, size.Width, h)
		y += h + em(c.gap)
	}
}

func (c column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for i, o := range objects {
		if i > 0 {
			h += em(c.gap)
		}
		h += HeightFor(o, width)
	}
	return h
}

func (c column) naturalWidth(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range objects {
		w = max(w, naturalWidth(o))
	}
	return w
}

func (c column) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Columns sets objects side by side in equal widths, as many as fit when each is at least so many times the text size
// wide, and stacks them when only one fits. Objects in one row are equally high.
func Columns(least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{least, tileGap}, objects...)
}

// Loose is Columns with room between them, for what has no border of its own.
func Loose(least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{least, 2}, objects...)
}

type columns struct{ least, gap float32 }

// tileGap, in text sizes, leaves room between two controls for the focus ring.
const tileGap = 0.7

// placer is told where an object comes to lie.
type placer func(o fyne.CanvasObject, x, y, width, height float32)

// nowhere is the placer that only wants to know the height.
func nowhere(fyne.CanvasObject, float32, float32, float32, float32) {}

func (c columns) rows(objects []fyne.CanvasObject, width float32, each placer) float32 {
	if len(objects) == 0 {
		return 0
	}
	gap, below := em(c.gap), em(tileGap)
	across := min(max(int((width+gap)/(em(c.least)+gap)), 1), len(objects))
	w, y := (width-float32(across-1)*gap)/float32(across), float32(0)
	for start := 0; start < len(objects); start += across {
		row := objects[start:min(start+across, len(objects))]
		h := float32(0)
		for _, o := range row {
			h = max(h, HeightFor(o, w))
		}
		if y > 0 {
			y += below
		}
		for i, o := range row {
			each(o, float32(i)*(w+gap), y, w, h)
		}
		y += h
	}
	return y
}

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.rows(visible(objects), size.Width, place)
}

func (c columns) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return c.rows(objects, width, nowhere)
}

func (c columns) naturalWidth(objects []fyne.CanvasObject) float32 {
	return float32(len(objects)) * em(c.least)
}

func (c columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Row sets objects from left to right, each as wide as it likes, and goes on below when the width is used up.
func Row(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{tileGap, tileGap}, objects...)
}

// row keeps its gaps in text sizes: between two objects, and below a line of them.
type row struct{ gap, below float32 }

func (r row) walk(objects []fyne.CanvasObject, width float32, each placer) float32 {
	gap, below := em(r.gap), em(r.below)
	x, y, high := float32(0), float32(0), float32(0)
	for _, o := range objects {
		w := min(naturalWidth(o), width)
		if x > 0 && x+w > width {
			x, y, high = 0, y+high+below, 0
		}
		h := HeightFor(o, w)
		each(o, x, y, w, h)
		x, high = x+w+gap, max(high, h)
	}
	return y + high
}

func (r row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.walk(visible(objects), size.Width, place)
}

func (r row) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return r.walk(objects, width, nowhere)
}

func (r row) naturalWidth(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for i, o := range objects {
		if i > 0 {
			w += em(r.gap)
		}
		w += naturalWidth(o)
	}
	return ceil(w)
}

func (row) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Split sets one object at the left and one at the right, centred on one line, and stacks them when the left one would
// get too little room.
func Split(left, right fyne.CanvasObject) *fyne.Container {
	return container.New(split2{}, left, right)
}

type split2 struct{}

// leftLeast is the least room for the left object, in text sizes.
const leftLeast = 12

func (split2) measure(objects []fyne.CanvasObject, width float32) (right float32, stacked bool) {
	right = min(naturalWidth(objects[1]), width)
	rest := width - right - em(tileGap)
	return right, rest < min(naturalWidth(objects[0]), em(leftLeast))
}

func (s split2) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, right := objects[0], objects[1]
	w, stacked := s.measure(objects, size.Width)
	if stacked {
		h := HeightFor(left, size.Width)
		place(left, 0, 0, size.Width, h)
		place(right, 0, h+em(0.5), w, HeightFor(right, w))
		return
	}
	rest := size.Width - w - em(tileGap)
	hl, hr := HeightFor(left, rest), HeightFor(right, w)
	h := max(hl, hr, size.Height)
	place(left, 0, (h-hl)/2, rest, hl)
	place(right, size.Width-w, (h-hr)/2, w, hr)
}

func (s split2) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	w, stacked := s.measure(objects, width)
	if stacked {
		return HeightFor(objects[0], width) + em(0.5) + HeightFor(objects[1], w)
	}
	return max(HeightFor(objects[0], width-w-em(tileGap)), HeightFor(objects[1], w))
}

func (s split2) naturalWidth(objects []fyne.CanvasObject) float32 {
	return ceil(naturalWidth(objects[0]) + em(tileGap) + naturalWidth(objects[1]))
}

func (split2) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Inset leaves so many text sizes free around an object.
func Inset(side, top float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{side, top}, o)
}

type inset struct{ side, top float32 }

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], em(i.side), em(i.top), size.Width-2*em(i.side), size.Height-2*em(i.top))
}

func (i inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], width-2*em(i.side)) + 2*em(i.top)
}

func (i inset) naturalWidth(objects []fyne.CanvasObject) float32 {
	return naturalWidth(objects[0]) + 2*em(i.side)
}

func (inset) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
