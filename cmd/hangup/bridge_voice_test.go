package main

import (
	"testing"

	"hangup/blocklist/store"
	"hangup/ui"
)

// The speed of reading aloud outlives the program. A rate that an older program saved is shown as the nearest speed.
func TestSpeedOfReadingIsKept(t *testing.T) {
	p := openTestParts(t)
	speed := func() ui.Speed {
		t.Helper()
		r, err := p.newReader(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s, err := r.Speed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := speed(); got != ui.SpeedNormal {
		t.Errorf("at first the speed is %d", got)
	}
	for _, want := range []ui.Speed{ui.SpeedSlow, ui.SpeedFast, ui.SpeedNormal} {
		r, err := p.newReader(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := r.SetSpeed(t.Context(), want); err != nil || speed() != want {
			t.Errorf("speed %d after %d was set, %v", speed(), want, err)
		}
	}
	for rate, want := range map[int]ui.Speed{50: ui.SpeedSlow, 90: ui.SpeedNormal, 120: ui.SpeedFast, 200: ui.SpeedFast} {
		if err := p.home.ChangeSettings(t.Context(), func(s *store.Settings) { s.VoiceRate = rate }); err != nil {
			t.Fatal(err)
		}
		if got := speed(); got != want {
			t.Errorf("a rate of %d is speed %d, want %d", rate, got, want)
		}
	}
}
