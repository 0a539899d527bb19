package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Progress shows how much of a job is done.
type Progress struct {
	widget.BaseWidget
	done float32
}

// NewProgress returns a bar at nothing done.
func NewProgress() *Progress {
	p := &Progress{}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows the done share, 0 to 1.
func (p *Progress) Set(done float32) {
	p.done = min(max(done, 0), 1)
	p.Refresh()
}

// HeightFor implements [Flowing].
func (p *Progress) HeightFor(float32) float32 { return ceil(em(1.2)) }

// CreateRenderer implements [fyne.Widget].
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{p, canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)}
	r.track.StrokeWidth, r.track.CornerRadius = border, corner/2
	r.fill.CornerRadius = corner / 2
	r.Refresh()
	return r
}

type progressRenderer struct {
	progress    *Progress
	track, fill *canvas.Rectangle
}

func (r *progressRenderer) Layout(size fyne.Size) {
	place(r.track, 0, 0, size.Width, size.Height)
	place(r.fill, 0, 0, size.Width*r.progress.done, size.Height)
}

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(em(1.2)) }

func (r *progressRenderer) Refresh() {
	r.track.FillColor, r.track.StrokeColor, r.fill.FillColor = named(CardFill), named(Line), named(Act)
	r.Layout(r.progress.Size())
	r.track.Refresh()
	r.fill.Refresh()
	canvas.Refresh(r.progress)
}

func (r *progressRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.fill} }

func (r *progressRenderer) Destroy() {}
