// Package voice reads the screen aloud with the speech that the system has, for people who see badly or cannot read now.
//
// Text goes to the speaking program by its standard input and never onto a command line, where other programs of the
// computer could read it. It is said as it is: nothing in it is a command to the speaking program. A failure is always
// told in words, since silence looks as if the computer were broken.
package voice

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/text/language"

	"hangup/blocklist"
)

// Errors of a Speaker, beside that of its context.
var (
	// ErrNoSpeech is returned when no program here can speak.
	ErrNoSpeech = &blocklist.Error{Message: blocklist.Say("voice.none")}
	// ErrNoVoice is returned when there is speech, but none in the language.
	ErrNoVoice = &blocklist.Error{Message: blocklist.Say("voice.no_language")}
	// ErrNoSound is returned when a speaking program failed, as it does without a sound device.
	ErrNoSound = &blocklist.Error{Message: blocklist.Say("voice.no_sound")}
)

// Rate is the speed of speech in words a minute.
type Rate int

// The rates that can be chosen. Normal is slower than the 175 most speaking programs start with.
const (
	Slowest Rate = 80
	Normal  Rate = 150
	Fastest Rate = 300
)

// Speaker reads aloud, with one voice at a time. It is safe for concurrent use.
type Speaker struct {
	log *slog.Logger

	mu      sync.Mutex
	engines []engine // the one to try first at the front
	rate    Rate
	stop    context.CancelFunc // ends the text that is being said, or nil
	// found are the voices of each engine by its name: listing them takes a moment.
	found map[string]voices

	speaking sync.Mutex // held while a text is being said
}

// New returns a speaker at the normal rate. It starts nothing until it is asked to speak.
func New(log *slog.Logger) *Speaker {
	return &Speaker{log: log, engines: enginesOf(runtime.GOOS), rate: Normal, found: make(map[string]voices)}
}

// SetRate sets the speed of what is said from now on, brought into the range that can be chosen.
func (s *Speaker) SetRate(r Rate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rate = min(max(r, Slowest), Fastest)
}

// Languages returns the codes of the languages that can be spoken, such as "ru", sorted. It is empty where nothing can
// speak. The first call asks the speaking programs, which may take seconds; so it is with CanSay.
func (s *Speaker) Languages(ctx context.Context) []string {
	spoken := make(map[string]bool)
	for _, e := range s.inOrder() {
		for code := range s.voices(ctx, e) {
			spoken[code] = true
		}
	}
	return slices.Sorted(maps.Keys(spoken))
}

// CanSay returns nil when a language, given as a BCP 47 tag, can be spoken, or else [ErrNoSpeech] or [ErrNoVoice], so
// that a screen can say so beforehand.
func (s *Speaker) CanSay(ctx context.Context, language string) error {
	_, err := s.able(ctx, base(language))
	return err
}

// Say reads pieces of text, such as look.Words returns, with a pause after each, and returns when all is said. What was
// being said before stops at once. When ctx ends, or another text is to be said, Say falls silent and returns an error
// that is [context.Canceled] or the one of ctx. The other errors are those of this package.
func (s *Speaker) Say(ctx context.Context, language string, pieces ...string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s.mu.Lock()
	if s.stop != nil {
		s.stop()
	}
	s.stop = stop
	rate := s.rate
	s.mu.Unlock()

	s.speaking.Lock()
	defer s.speaking.Unlock()
	code, lines := base(language), plain(pieces)
	able, err := s.able(ctx, code)
	if err != nil || len(lines) == 0 {
		return err
	}
	for _, e := range able {
		err = e.say(ctx, s.voices(ctx, e)[code], rate, lines)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			return nil
		}
		s.log.Warn("not read aloud", "engine", e.name, "error", err)
		s.putLast(e)
	}
	return &blocklist.Error{Message: ErrNoSound.Message, Err: err}
}

// able returns the engines that have a voice for a language, the preferred one first.
func (s *Speaker) able(ctx context.Context, code string) ([]engine, error) {
	var able []engine
	err := ErrNoSpeech
	for _, e := range s.inOrder() {
		spoken := s.voices(ctx, e)
		if len(spoken) > 0 {
			err = ErrNoVoice
		}
		if _, ok := spoken[code]; ok {
			able = append(able, e)
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case len(able) == 0:
		return nil, err
	}
	return able, nil
}

func (s *Speaker) inOrder() []engine {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.engines)
}

// putLast makes an engine that failed the last to try: finding out that it fails may have taken seconds of silence.
func (s *Speaker) putLast(failed engine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := slices.DeleteFunc(s.engines, func(e engine) bool { return e.name == failed.name })
	s.engines = append(rest, failed)
}

// voices returns what an engine can speak. An engine that has nothing to say for itself is asked again the next time.
func (s *Speaker) voices(ctx context.Context, e engine) voices {
	s.mu.Lock()
	found := s.found[e.name]
	s.mu.Unlock()
	if found != nil {
		return found
	}
	found, err := e.voices(ctx)
	if err != nil && !errors.Is(err, errNotInstalled) {
		s.log.Warn("voices not listed", "engine", e.name, "error", err)
	}
	if len(found) > 0 {
		s.mu.Lock()
		s.found[e.name] = found
		s.mu.Unlock()
	}
	return found
}

// base returns the language of a tag without country and script, or an empty string for what is no tag.
func base(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	code, confidence := parsed.Base()
	if confidence == language.No {
		return ""
	}
	return code.String()
}
