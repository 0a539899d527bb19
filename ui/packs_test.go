package ui_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"hangup/ui"
)

func chosen(s *stage) (codes []string) {
	for _, p := range s.shelf.choice.Packs {
		if p.Chosen {
			codes = append(codes, p.Code)
		}
	}
	return codes
}

func TestCountriesAreChosenByTheirSize(t *testing.T) {
	s := newStage(t, english, someParts)
	synced := false
	s.shelf.syncing = func(context.Context, func(ui.Progress)) { synced = true }
	toPacks(s)
	s.mustShow("Countries of the list", "Russia (+7)", "Your own country always stays.", "To download: 431 KB. Numbers: 298,949.")
	s.tabTo("Germany (+49). To download: 431 KB. Numbers: 298,949.")
	s.press(fyne.KeyReturn)
	if got := chosen(s); len(got) != 4 {
		t.Fatalf("chosen: %v", got)
	}
	s.tabTo("Armenia (+374). On this computer, but old. Date: 20 November 2026. Numbers: 298,949.")
	s.press(fyne.KeyReturn)
	if got := chosen(s); len(got) != 3 || synced {
		t.Fatalf("chosen: %v, synced: %v", got, synced)
	}
	s.tabTo("Update now")
	s.press(fyne.KeyReturn)
	s.mustShow("List of scam numbers")
	if !synced {
		t.Error("what was chosen was not fetched")
	}
}

func TestBytesAreSaved(t *testing.T) {
	s := newStage(t, english, someParts)
	toPacks(s)
	s.mustShow("All chosen countries stay fresh.", "Update now")
	s.tabTo("The internet here costs money by the byte. All chosen countries stay fresh.")
	s.press(fyne.KeyReturn)
	s.mustShow("Bytes are saved: only your own country stays fresh.")
	s.mustNotShow("Update now")
	if !s.shelf.choice.Metered {
		t.Error("bytes are not saved")
	}
}

func TestCountriesAreSearched(t *testing.T) {
	s := newStage(t, english, someParts)
	toPacks(s)
	s.tabTo("The internet here costs money by the byte. All chosen countries stay fresh.")
	s.press(fyne.KeyTab)
	s.write("cana")
	s.mustShow("United States and 2 more countries (+1)")
	s.mustNotShow("Germany (+49)")
	s.write("xx")
	s.mustShow(s.say("relatives.country.not_found"))
}
