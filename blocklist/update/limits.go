package update

import "time"

// Limits bound how long a server may keep a sync waiting, and how much of the line a sync may take. There is no limit
// of total time: a large list over a slow line may take hours as long as it moves. A zero field means its default.
type Limits struct {
	// Idle is how long the server may send nothing, from the request on: 20 s.
	Idle time.Duration
	// Window is how long the server may send slowly before it counts, and over which Rate is measured: 30 s of
	// waiting for the bytes of one file, over all connections it takes.
	Window time.Duration
	// Rate is the least number of bytes a second over a Window: 1024.
	Rate int64
	// MaxRate is the most bytes a second that are read, so that others can use the line too: no limit. It may be less
	// than Rate, for the time a sync pauses is not the server's.
	MaxRate int64
	// Tries is how often one file is asked for when the connection breaks or the server has a fault: 4. A try that
	// brings at least a second's worth of Rate is not counted, for then the line works, if badly.
	Tries uint
	// Pause is the mean pause before the second try. Each further one is twice as long, and all vary by half so
	// that a thousand clients do not return at once: 1 s.
	Pause time.Duration
}

func (l Limits) orDefault() Limits {
	if l.Idle == 0 {
		l.Idle = 20 * time.Second
	}
	if l.Window == 0 {
		l.Window = 30 * time.Second
	}
	if l.Rate == 0 {
		l.Rate = 1024
	}
	if l.Tries == 0 {
		l.Tries = 4
	}
	if l.Pause == 0 {
		l.Pause = time.Second
	}
	return l
}

// The largest files read when nothing signed says how long they are, and never exceeded when something does.
const (
	maxRoot      = 128 << 10
	maxTimestamp = 16 << 10
	maxSnapshot  = 256 << 10
	maxTargets   = 1 << 20 // targets and its delegated roles
	maxRotations = 64      // root versions followed in one sync
)
