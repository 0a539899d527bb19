package update

import (
	"context"
	"fmt"
	"time"
)

// pace watches that the bytes of a file keep coming at the least rate, window by window, over all connections.
type pace struct {
	limits Limits
	spent  time.Duration // waiting for the server, in this window
	got    int64         // in this window
}

// check adds n bytes that were waited for.
func (p *pace) check(n int, waited time.Duration) error {
	p.spent += waited
	p.got += int64(n)
	if p.spent < p.limits.Window {
		return nil
	}
	if rate := float64(p.got) / p.spent.Seconds(); rate < float64(p.limits.Rate) {
		return fmt.Errorf("the server sends %.0f bytes a second", rate)
	}
	p.spent, p.got = 0, 0
	return nil
}

// throttle holds a download to a rate in bytes a second; zero means as fast as it comes.
type throttle struct {
	rate int64
	free time.Time // when the bytes read so far have had their time
}

// most returns how many bytes to read at once: a tenth of a second's worth, and no more than limit.
func (t *throttle) most(limit int64) int64 {
	if t.rate == 0 {
		return limit
	}
	return min(max(t.rate/10, 1), limit)
}

// after returns how long to pause after reading n bytes. Time without a download earns nothing.
func (t *throttle) after(n int, now time.Time) time.Duration {
	if t.rate == 0 {
		return 0
	}
	if t.free.Before(now) {
		t.free = now
	}
	t.free = t.free.Add(time.Duration(float64(n) / float64(t.rate) * float64(time.Second)))
	return t.free.Sub(now)
}

// wait pauses, or fails as soon as the context ends.
func wait(ctx context.Context, pause time.Duration) error {
	if pause <= 0 {
		return nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
