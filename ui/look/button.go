package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Button is a word or two to press, with or without an icon.
type Button struct {
	control
	icon  Icon
	text  *Text
	main  bool
	spent bool
	// reserve is another label the button may get, for which it keeps room.
	reserve string
	// tight leaves out what can be missed where there is little room: the icon, or with bare the words.
	tight, bare bool
}

// NewButton returns a plain button; icon may be empty.
func NewButton(icon Icon, label string, tapped func()) *Button {
	b := &Button{icon: icon, text: NewText(Body, label)}
	b.become(b, label, tapped)
	return b
}

// NewMainButton returns the button for the act a screen is for: larger, and filled.
func NewMainButton(icon Icon, label string, tapped func()) *Button {
	b := &Button{icon: icon, text: NewText(ActTitle.In(OnAct), label), main: true}
	b.become(b, label, tapped)
	return b
}

// SetLabel changes the words on the button.
func (b *Button) SetLabel(label string) {
	b.label = label
	b.text.SetText(label)
	b.Refresh()
}

// Become changes the icon and the words of a button that has both. It keeps room for the words it had.
func (b *Button) Become(icon Icon, label string) {
	if label != b.label {
		b.icon, b.reserve = icon, b.label
		b.SetLabel(label)
	}
}

// SetSpent shows whether there is nothing more the button could do, as A+ at the largest text.
func (b *Button) SetSpent(spent bool) {
	b.spent = spent
	b.text.voice = Body
	if spent {
		b.text.voice = Body.In(Muted)
	}
	b.Refresh()
}

// side is the room left and right of the label, in text sizes; gap that between icon and label.
func (b *Button) side() float32 {
	switch {
	case b.main:
		return em(1.4)
	case b.tight:
		return em(0.4)
	}
	return em(0.8)
}

func (b *Button) hasIcon() bool { return b.icon != "" && (!b.tight || b.bare) }

func (b *Button) hasWords() bool { return !b.tight || !b.bare }

func (b *Button) iconSpace() float32 {
	switch {
	case !b.hasIcon():
		return 0
	case !b.hasWords():
		return b.iconSize()
	}
	return b.iconSize() + em(0.4)
}

func (b *Button) iconSize() float32 { return ceil(b.text.voice.size() * 1.2) }

// NaturalWidth is the width at which the label stands on one line.
func (b *Button) NaturalWidth() float32 {
	text := float32(0)
	if b.hasWords() {
		text = max(b.text.NaturalWidth(), b.text.voice.measure(b.reserve).Width)
	}
	return max(smallest, ceil(text+b.iconSpace()+2*b.side()+1))
}

// HeightFor implements [Flowing].
func (b *Button) HeightFor(width float32) float32 {
	least, top := float32(smallest), em(0.35)
	if b.main {
		least, top = mainAct, em(0.7)
	}
	inside := b.text.voice.measure("M").Height // as high as its neighbours
	if b.hasWords() {
		inside = b.text.HeightFor(width - b.iconSpace() - 2*b.side())
	}
	return ceil(max(least, inside+2*top))
}

// CreateRenderer implements [fyne.Widget].
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{button: b, frame: newFrame()}
	r.objects = []fyne.CanvasObject{r.ring, r.box, b.text}
	if b.icon != "" {
		r.icon = picture(b.icon, b.text.voice.Color)
		r.objects = append(r.objects, r.icon)
	}
	r.paintButton()
	return r
}

type buttonRenderer struct {
	frame
	button  *Button
	icon    *canvas.Image
	objects []fyne.CanvasObject
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.layout(size)
	b := r.button
	room := size.Width - b.iconSpace() - 2*b.side()
	wide := float32(0)
	if b.hasWords() {
		wide = min(b.text.NaturalWidth()+1, room)
	}
	b.text.Hidden = !b.hasWords()
	x := (size.Width - b.iconSpace() - wide) / 2
	if r.icon != nil {
		s := b.iconSize()
		r.icon.Hidden = !b.hasIcon()
		place(r.icon, x, (size.Height-s)/2, s, s)
		x += b.iconSpace()
	}
	if b.hasWords() {
		high := b.text.HeightFor(wide)
		place(b.text, x, (size.Height-high)/2, wide, high)
	}
}

func (r *buttonRenderer) paintButton() {
	b := r.button
	switch {
	case b.main && (b.hovered || b.pressed):
		r.paint(ActHover, "", 0, b.focused)
	case b.main:
		r.paint(Act, "", 0, b.focused)
	case b.spent:
		r.paint(BarFill, Line, border, b.focused)
	case b.pressed:
		r.paint(Pressed, Line, border, b.focused)
	case b.hovered:
		r.paint(Hover, Line, border, b.focused)
	default:
		r.paint(CardFill, Line, border, b.focused)
	}
}

func (r *buttonRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(smallest) }

func (r *buttonRenderer) Refresh() {
	r.paintButton()
	r.button.text.Refresh()
	if r.icon != nil {
		r.icon.Resource = tinted(r.button.icon, r.button.text.voice.Color)
		r.icon.Refresh()
	}
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *buttonRenderer) Destroy() {}
