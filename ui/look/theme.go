// Package look draws the window's large, calm controls: one theme and the few shapes every screen is made of.
//
// One text size, 20 to 40, drives every measure, so that making the text larger makes everything larger. Headings grow
// more slowly than the text, or they would fill the screen at 40. Every colour of the toolkit is replaced, because its
// own ones are too pale for old eyes: text stands at least 7:1 against what is behind it, borders and the focus ring 3:1
// (WCAG 2.2, success criteria 1.4.6 and 1.4.11).
//
// The toolkit asks an object for its least size without saying how wide it may be, which does not do for text that
// wraps. The shapes here answer [HeightFor] instead: their height follows from their width, and nothing is ever cut
// off or scrolled sideways.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The text sizes a person can choose, in the toolkit's units (pixels on an ordinary screen).
const (
	SmallestText = 20
	LargestText  = 40
	TextStep     = 4
)

// TextSize returns the size nearest to the wished one that can be chosen.
func TextSize(wished int) int {
	size := min(max(wished, SmallestText), LargestText)
	return SmallestText + (size-SmallestText+TextStep/2)/TextStep*TextStep
}

// The colours, by the names under which icons and text ask the theme for them.
const (
	Paper      = theme.ColorNameBackground
	BarFill    = theme.ColorNameHeaderBackground
	CardFill   = theme.ColorNameInputBackground
	Ink        = theme.ColorNameForeground
	Muted      = theme.ColorNamePlaceHolder
	Line       = theme.ColorNameInputBorder
	Act        = theme.ColorNamePrimary
	OnAct      = theme.ColorNameForegroundOnPrimary
	Stop       = theme.ColorNameError
	OnStop     = theme.ColorNameForegroundOnError
	Careful    = theme.ColorNameWarning
	OnCareful  = theme.ColorNameForegroundOnWarning
	Tint       = theme.ColorNameSelection
	Hover      = theme.ColorNameHover
	Pressed    = theme.ColorNamePressed
	Unlisted   = fyne.ThemeColorName("hangupUnlisted")
	OnUnlisted = fyne.ThemeColorName("hangupOnUnlisted")
	Known      = fyne.ThemeColorName("hangupKnown")
	OnKnown    = fyne.ThemeColorName("hangupOnKnown")
	StopHover  = fyne.ThemeColorName("hangupStopHover")
	ActHover   = fyne.ThemeColorName("hangupActHover")
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// colours holds every colour the toolkit or a shape can ask for.
var colours = map[fyne.ThemeColorName]color.NRGBA{
	Paper: rgb(0xFBF8F1), BarFill: rgb(0xF0EADC), CardFill: rgb(0xFFFFFF), Ink: rgb(0x1B1B1F), Muted: rgb(0x4A4A52),
	Line: rgb(0x7A746A), Act: rgb(0x0B4A8F), OnAct: rgb(0xFFFFFF), Tint: rgb(0xE8F0FB), Hover: rgb(0xEEF4FC),
	Pressed: rgb(0xD9E6F6), Stop: rgb(0x8E1212), OnStop: rgb(0xFFFFFF), Careful: rgb(0xF2B705), OnCareful: rgb(0x1B1B1F),
	Unlisted: rgb(0x45484F), OnUnlisted: rgb(0xFFFFFF), Known: rgb(0x0B4A8F), OnKnown: rgb(0xFFFFFF),
	StopHover: rgb(0x6E0C0C), ActHover: rgb(0x083669),

	theme.ColorNameButton:                    rgb(0xFFFFFF),
	theme.ColorNameDisabled:                  rgb(0x4A4A52),
	theme.ColorNameDisabledButton:            rgb(0xF0EADC),
	theme.ColorNameFocus:                     rgb(0x0B4A8F),
	theme.ColorNameForegroundOnSuccess:       rgb(0xFFFFFF),
	theme.ColorNameHyperlink:                 rgb(0x0B4A8F),
	theme.ColorNameInnerWindowBorder:         rgb(0x7A746A),
	theme.ColorNameInnerWindowBorderInactive: rgb(0x7A746A),
	theme.ColorNameMenuBackground:            rgb(0xFFFFFF),
	theme.ColorNameOverlayBackground:         rgb(0xFFFFFF),
	theme.ColorNameScrollBar:                 rgb(0x7A746A),
	theme.ColorNameScrollBarBackground:       rgb(0xF0EADC),
	theme.ColorNameSeparator:                 rgb(0x7A746A),
	theme.ColorNameShadow:                    {A: 0x33},
	theme.ColorNameSuccess:                   rgb(0x0B4A8F), // nothing in this program is green
}

// Theme is the window's theme at one text size.
type Theme struct {
	text float32
	pad  float32 // room inside a field, in text sizes
}

// New returns the theme for a text size, which it brings into the range that can be chosen.
func New(textSize int) *Theme { return &Theme{text: float32(TextSize(textSize)), pad: 0.5} }

// Color returns a colour by its name. There is one variant only: dark text on paper.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := colours[name]; ok {
		return c
	}
	return colours[Ink]
}

// Font returns the font that is part of the toolkit: Noto Sans, which holds Latin, Greek and Cyrillic letters.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon returns one of the toolkit's own icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size returns a measure by its name, derived from the text size. Borders alone are fixed.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText, theme.SizeNameCaptionText, theme.SizeNameInlineIcon:
		return t.text
	case theme.SizeNameSubHeadingText:
		return t.text * 1.25
	case theme.SizeNameHeadingText:
		return t.text * 1.6
	case theme.SizeNamePadding, theme.SizeNameLineSpacing:
		return t.text * 0.2
	case theme.SizeNameInnerPadding:
		return t.text * t.pad
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 16
	case theme.SizeNameScrollBarRadius:
		return 8
	case theme.SizeNameInputBorder:
		return border
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius, theme.SizeNameDialogRadius,
		theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return corner
	}
	return theme.DefaultTheme().Size(name)
}

const (
	border   = 2  // width of a border
	corner   = 14 // radius of a corner
	ringLine = 4  // width of the focus ring
	ringGap  = 3  // paper between a control and its focus ring, so that the ring shows on every fill
	smallest = 48 // least height and width of anything that can be pressed
	mainAct  = 72 // least height of the act a screen is for
)

// em returns so many times the text size.
func em(times float32) float32 { return times * theme.TextSize() }

// heading returns the text size of a heading: times the text size at the smallest text, growing half as fast as text.
func heading(times float32) float32 {
	text := theme.TextSize()
	return times*SmallestText + (text-SmallestText)*(times+1)/2
}

func named(name fyne.ThemeColorName) color.Color { return theme.Color(name) }
