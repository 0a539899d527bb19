package look_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hangup/ui/look"
)

// contrast is the ratio of WCAG 2.2: relative luminance of the lighter colour over that of the darker one.
func contrast(a, b color.Color) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestContrast(t *testing.T) {
	th := look.New(20)
	for _, c := range []struct {
		least  float64
		front  []fyne.ThemeColorName
		behind []fyne.ThemeColorName
	}{
		// text
		{7, []fyne.ThemeColorName{look.Ink, look.Muted}, []fyne.ThemeColorName{
			look.Paper, look.BarFill, look.CardFill, look.Tint, look.Hover,
			theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground, theme.ColorNameButton, theme.ColorNameDisabledButton,
		}},
		{7, []fyne.ThemeColorName{look.Ink}, []fyne.ThemeColorName{look.Pressed}},
		{7, []fyne.ThemeColorName{look.Stop}, []fyne.ThemeColorName{look.Paper, look.CardFill}},
		{7, []fyne.ThemeColorName{look.OnStop}, []fyne.ThemeColorName{look.Stop, look.StopHover}},
		{7, []fyne.ThemeColorName{look.OnAct}, []fyne.ThemeColorName{look.Act, look.ActHover}},
		{7, []fyne.ThemeColorName{look.OnCareful}, []fyne.ThemeColorName{look.Careful}},
		{7, []fyne.ThemeColorName{look.OnUnlisted}, []fyne.ThemeColorName{look.Unlisted}},
		{7, []fyne.ThemeColorName{look.OnKnown}, []fyne.ThemeColorName{look.Known}},
		{7, []fyne.ThemeColorName{theme.ColorNameForegroundOnSuccess}, []fyne.ThemeColorName{theme.ColorNameSuccess}},
		{7, []fyne.ThemeColorName{theme.ColorNameHyperlink}, []fyne.ThemeColorName{look.Paper, look.CardFill}},
		{7, []fyne.ThemeColorName{theme.ColorNameDisabled}, []fyne.ThemeColorName{look.Paper, look.CardFill}},
		// borders, pictures and the focus ring, which stands on paper, in the bar and on cards
		{3, []fyne.ThemeColorName{look.Line}, []fyne.ThemeColorName{look.Paper, look.CardFill, look.BarFill, look.Hover, look.Pressed}},
		{3, []fyne.ThemeColorName{look.Act, theme.ColorNameFocus}, []fyne.ThemeColorName{
			look.Paper, look.CardFill, look.BarFill, look.Tint, look.Hover, look.Pressed,
		}},
		{3, []fyne.ThemeColorName{theme.ColorNameScrollBar}, []fyne.ThemeColorName{look.Paper, theme.ColorNameScrollBarBackground}},
		{3, []fyne.ThemeColorName{theme.ColorNameSeparator}, []fyne.ThemeColorName{look.Paper, look.CardFill}},
	} {
		for _, front := range c.front {
			for _, behind := range c.behind {
				if got := contrast(th.Color(front, 0), th.Color(behind, 0)); got < c.least {
					t.Errorf("%s on %s: %.2f:1, want at least %.0f:1", front, behind, got, c.least)
				}
			}
		}
	}
}

// No colour of the toolkit shines through: every name it asks for has a colour of ours.
func TestEveryColourIsOurs(t *testing.T) {
	th, ink := look.New(20), look.New(20).Color(look.Ink, 0)
	for _, name := range []fyne.ThemeColorName{
		theme.ColorNameBackground, theme.ColorNameButton, theme.ColorNameDisabledButton, theme.ColorNameDisabled,
		theme.ColorNameError, theme.ColorNameFocus, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnPrimary,
		theme.ColorNameForegroundOnSuccess, theme.ColorNameHeaderBackground, theme.ColorNameHover,
		theme.ColorNameHyperlink, theme.ColorNameInnerWindowBorder, theme.ColorNameInnerWindowBorderInactive,
		theme.ColorNameInputBackground, theme.ColorNameInputBorder, theme.ColorNameMenuBackground,
		theme.ColorNameOverlayBackground, theme.ColorNamePlaceHolder, theme.ColorNamePressed, theme.ColorNamePrimary,
		theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground, theme.ColorNameSelection, theme.ColorNameSeparator,
		theme.ColorNameShadow, theme.ColorNameSuccess, theme.ColorNameWarning,
	} {
		if th.Color(name, theme.VariantDark) != th.Color(name, theme.VariantLight) {
			t.Errorf("%s differs between the toolkit's variants", name)
		}
		if th.Color(name, 0) == ink {
			t.Errorf("%s has no colour of its own", name)
		}
	}
}

func TestTextSize(t *testing.T) {
	for wished, want := range map[int]int{-5: 20, 0: 20, 20: 20, 21: 20, 22: 24, 29: 28, 40: 40, 1000: 40} {
		if got := look.TextSize(wished); got != want {
			t.Errorf("%d: got %d, want %d", wished, got, want)
		}
	}
}
