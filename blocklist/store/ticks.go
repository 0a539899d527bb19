package store

import (
	"context"
	"time"
)

// Plan names a row of steps that the person ticks off.
type Plan string

// PlanRecovery holds what to do after something was told or paid.
const PlanRecovery Plan = "recovery"

// Ticks returns the steps of a plan that are ticked, and when they were.
func (h *Home) Ticks(ctx context.Context, p Plan) (map[string]time.Time, error) {
	ticks, err := h.ticks(ctx, p)
	return ticks, h.explain(ctx, "read ticks", err)
}

func (h *Home) ticks(ctx context.Context, p Plan) (map[string]time.Time, error) {
	rows, err := h.db.readers.QueryContext(ctx, "SELECT step, at FROM tick WHERE plan = ?", p)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ticks := make(map[string]time.Time)
	for rows.Next() {
		var step string
		var at int64
		if err := rows.Scan(&step, &at); err != nil {
			return nil, err
		}
		ticks[step] = fromMillis(at)
	}
	return ticks, rows.Err()
}

// Tick ticks a step off or takes the tick back. A step that is ticked again keeps its first time.
func (h *Home) Tick(ctx context.Context, p Plan, step string, done bool) error {
	if !done {
		return h.exec(ctx, "take a tick back", "DELETE FROM tick WHERE plan = ? AND step = ?", p, step)
	}
	return h.exec(ctx, "tick a step", "INSERT INTO tick (plan, step, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		p, step, millis(h.options.Now()))
}

// ClearTicks forgets all ticks of a plan.
func (h *Home) ClearTicks(ctx context.Context, p Plan) error {
	return h.exec(ctx, "clear ticks", "DELETE FROM tick WHERE plan = ?", p)
}
