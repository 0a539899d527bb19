package main

import (
	"context"
	"sync"

	"hangup/ui/voice"
)

// reader reads the window aloud; it implements [ui.Speaker].
type reader struct {
	speaker *voice.Speaker
	reading sync.RWMutex // read-locked as long as a program speaks
}

// newReader returns a reader at the speed that was saved.
func (p *parts) newReader(ctx context.Context) (*reader, error) {
	saved, err := p.home.Settings(ctx)
	if err != nil {
		return nil, err
	}
	r := &reader{speaker: voice.New(p.log)}
	if saved.VoiceRate > 0 {
		r.speaker.SetRate(voice.Normal * voice.Rate(saved.VoiceRate) / 100)
	}
	return r, nil
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
