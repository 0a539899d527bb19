package look_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"hangup/blocklist"
	"hangup/ui/look"
)

func TestWordsAreWhatTheScreenSays(t *testing.T) {
	at(20)
	nothing := func() {}
	words := look.ReachWords{Call: "Call", Copy: "Copy", Copied: "Copied"}
	hidden := look.NewText(look.Body, "Not shown")
	hidden.Hide()
	field := look.NewField("Phone number", "+7 916")
	page := look.NewPage(
		look.NewText(look.Title, "What is happening?"),
		look.NewTile(look.TileStop, look.IconCode, "They ask for a code", "Or for money", "1", nothing),
		look.Columns(20,
			look.NewTile(look.TilePlain, look.IconSaid, "What did they say?", "", "2", nothing),
			look.NewLevelTile(blocklist.Stop, "+1 202 555 0143", "Stop", nothing)),
		look.Band(blocklist.Stop, "STOP", "Do not talk to them.", "+1 202 555 0143"),
		look.Columns(24, look.Card("What to do", look.Steps("Hang up.", "Wait.")), look.Card("", look.Points(look.Act, "12 reports."))),
		look.Calm(look.IconKnown, look.NewText(look.Body, "The list is new.")),
		look.PersonCard(look.IconPerson, "My person", look.Reach{Name: "Anna", Number: "+7 916 123-45-67", Call: nothing}, words),
		look.NumberRow(look.Reach{Name: "Bank", Number: "900", Note: "Day and night"}, words),
		look.Problem("This is no number."),
		field, hidden, look.NewProgress(),
		look.Inset(1, 1, look.NewChoice("They called me", true, nothing)),
		look.Split(look.NewText(look.Second, ""), look.NewMainButton(look.IconCheckNumber, "Check", nothing)),
	)
	want := []string{
		"What is happening?", "1", "They ask for a code", "Or for money", "2", "What did they say?",
		"+1 202 555 0143", "Stop", "STOP", "Do not talk to them.", "+1 202 555 0143",
		"What to do", "1", "Hang up.", "2", "Wait.", "12 reports.", "The list is new.",
		"My person", "Anna", "+7\u00a0916\u00a0123-45-67", "Call", "Copy", "Bank", "900", "Day and night", "Copy",
		"This is no number.", "Phone number", "+7 916", "They called me", "Check",
	}
	if got := look.Words(page); !slices.Equal(got, want) {
		t.Errorf("the screen says %q,\nwant %q", got, want)
	}

	var shown []string
	w := test.NewWindow(page)
	defer w.Close()
	for _, o := range test.LaidOutObjects(page) {
		if text, ok := o.(*look.Text); ok && text.String() != "" && text.Visible() {
			shown = append(shown, text.String())
		}
	}
	shown = append(shown, field.Text())
	if got, want := slices.Sorted(slices.Values(look.Words(page))), slices.Sorted(slices.Values(shown)); !slices.Equal(got, want) {
		t.Errorf("the screen says %q, and shows %q", got, want)
	}
}
