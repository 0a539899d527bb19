package update

import "time"

// meterWindow is how far back a [Meter] looks, at least: a line's pace an hour ago says little.
const meterWindow = 5 * time.Second

// Meter tells how fast a sync goes and how long it takes still. Give it each Progress of a sync, in its order.
type Meter struct {
	Now func() time.Time

	phase     Phase
	old, mark moment // the pace is measured from the older one
}

type moment struct {
	at   time.Time
	done int64
}

// Pace returns the bytes a second of late, and the time the rest of the phase takes at that pace. Both are zero while
// they are not known: in the first second of a phase, or when nothing comes.
func (m *Meter) Pace(p Progress) (rate int64, left time.Duration) {
	now := moment{m.Now(), p.Done}
	if p.Phase != m.phase || m.mark.at.IsZero() {
		m.phase, m.old, m.mark = p.Phase, now, now
	}
	from := m.old
	if now.at.Sub(m.mark.at) >= meterWindow {
		m.old, m.mark = m.mark, now
	}
	took := now.at.Sub(from.at)
	if took < time.Second {
		return 0, 0
	}
	perSecond := float64(now.done-from.done) / took.Seconds()
	if perSecond < 1 {
		return 0, 0
	}
	return int64(perSecond), time.Duration(float64(p.Total-p.Done) / perSecond * float64(time.Second))
}
