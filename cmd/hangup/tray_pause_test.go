package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestPauseHoldsTheSyncsForTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		running, begun := false, 0
		s := newSyncs(func(ctx context.Context) {
			running, begun = true, begun+1
			<-ctx.Done()
			running = false
		}, time.Now)
		expect := func(what string, wantRunning bool, wantBegun int) {
			t.Helper()
			synctest.Wait()
			if running != wantRunning || begun != wantBegun || s.Paused() == wantRunning {
				t.Errorf("%s: running %v, begun %d times, paused %v", what, running, begun, s.Paused())
			}
		}
		ended := make(chan struct{})
		go func() { s.Run(ctx); close(ended) }()
		expect("at the start", true, 1)
		s.Pause()
		s.Pause()
		expect("paused", false, 1)
		s.Resume()
		expect("resumed", true, 2)

		now := time.Now()
		evening := time.Date(now.Year(), now.Month(), now.Day(), 23, 59, 0, 0, now.Location())
		time.Sleep(evening.Sub(now)) // the clock of the bubble, which does not wait
		s.Pause()
		expect("paused in the evening", false, 2)
		time.Sleep(2 * time.Minute)
		expect("on the next day", true, 3)
		cancel()
		<-ended
		if running {
			t.Error("syncs go on after the end")
		}
	})
}
