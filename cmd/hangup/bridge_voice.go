package main

import (
	"cmp"
	"context"
	"sync"

	"hangup/blocklist/store"
	"hangup/ui"
	"hangup/ui/voice"
)

// reader reads the window aloud; it implements [ui.Speaker].
type reader struct {
	home    *store.Home
	speaker *voice.Speaker
	reading sync.RWMutex // read-locked as long as a program speaks
}

// newReader returns a reader at the speed that was saved.
func (p *parts) newReader(ctx context.Context) (*reader, error) {
	saved, err := p.home.Settings(ctx)
	if err != nil {
		return nil, err
	}
	r := &reader{home: p.home, speaker: voice.New(p.log)}
	r.setRate(saved.VoiceRate)
	return r, nil
}

// voiceRates are what the speeds are saved as, in per cent of the normal speed.
var voiceRates = [...]int{ui.SpeedSlow: 75, ui.SpeedNormal: 100, ui.SpeedFast: 133}

// setRate sets the speed in per cent; 0 is the normal one.
func (r *reader) setRate(percent int) {
	r.speaker.SetRate(voice.Normal * voice.Rate(cmp.Or(percent, 100)) / 100)
}

// Speed implements [ui.Speaker]. A rate between two speeds is the nearer one.
func (r *reader) Speed(ctx context.Context) (ui.Speed, error) {
	saved, err := r.home.Settings(ctx)
	if err != nil {
		return ui.SpeedNormal, err
	}
	percent, nearest := cmp.Or(saved.VoiceRate, 100), ui.SpeedNormal
	for speed, rate := range voiceRates {
		if abs(rate-percent) < abs(voiceRates[nearest]-percent) {
			nearest = ui.Speed(speed)
		}
	}
	return nearest, nil
}

func abs(n int) int { return max(n, -n) }

// SetSpeed implements [ui.Speaker]. It holds for what is said from now on, also when it cannot be saved.
func (r *reader) SetSpeed(ctx context.Context, s ui.Speed) error {
	percent := voiceRates[s]
	r.setRate(percent)
	return r.home.ChangeSettings(ctx, func(c *store.Settings) { c.VoiceRate = percent })
}

// Say implements [ui.Speaker].
func (r *reader) Say(ctx context.Context, language string, pieces ...string) error {
	r.reading.RLock()
	defer r.reading.RUnlock()
	return r.speaker.Say(ctx, language, pieces...)
}

// wait waits for the speaking programs to end, which they do with their contexts: what still speaks when this program
// ends would go on for minutes.
func (r *reader) wait() {
	r.reading.Lock()
	defer r.reading.Unlock()
}
