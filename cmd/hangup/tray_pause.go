package main

import (
	"context"
	"sync"
	"time"
)

// syncs runs the daily syncs, and holds them for the rest of a day when somebody wants the line for themselves.
type syncs struct {
	// run syncs at once and then daily until its context ends.
	run func(context.Context)
	now func() time.Time

	mu     sync.Mutex
	until  time.Time     // when a pause ends; in the past while there is none
	change chan struct{} // has room for one; tells Run that until changed
}

func newSyncs(run func(context.Context), now func() time.Time) *syncs {
	return &syncs{run: run, now: now, change: make(chan struct{}, 1)}
}

// Pause ends a sync that is under way and lets none begin before midnight.
func (s *syncs) Pause() {
	now := s.now()
	s.set(time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location()))
}

// Resume ends a pause.
func (s *syncs) Resume() { s.set(time.Time{}) }

// Paused reports whether there is a pause.
func (s *syncs) Paused() bool { return s.left() > 0 }

func (s *syncs) left() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.until.Sub(s.now())
}

func (s *syncs) set(until time.Time) {
	s.mu.Lock()
	s.until = until
	s.mu.Unlock()
	select {
	case s.change <- struct{}{}:
	default: // Run has yet to look at an earlier change, and will see this one
	}
}

// Run syncs outside pauses until ctx ends.
func (s *syncs) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if left := s.left(); left > 0 {
			s.wait(ctx, left)
			continue
		}
		s.untilChange(ctx)
	}
}

// wait returns when a pause ends or changes.
func (s *syncs) wait(ctx context.Context, left time.Duration) {
	end := time.NewTimer(left)
	defer end.Stop()
	select {
	case <-ctx.Done():
	case <-s.change:
	case <-end.C:
	}
}

// untilChange runs the syncs until a pause begins, and returns when they have stopped.
func (s *syncs) untilChange(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	stopped := make(chan struct{})
	go func() {
		s.run(ctx)
		close(stopped)
	}()
	select {
	case <-ctx.Done():
	case <-s.change:
	}
	stop()
	<-stopped
}
