package store

import (
	"context"
	"database/sql"
	"encoding/json"
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

// KeepTicks makes these the steps of a plan that are ticked, all of them or, on an error, none. A step that was ticked
// before keeps its time.
func (h *Home) KeepTicks(ctx context.Context, p Plan, steps []string) error {
	return h.write(ctx, "keep ticks", func(tx *sql.Tx) error {
		ticked, err := json.Marshal(append([]string{}, steps...)) // never null
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM tick WHERE plan = ? AND step NOT IN (SELECT value FROM json_each(?))`,
			p, string(ticked)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO tick (plan, step, at) SELECT ?, value, ? FROM json_each(?) WHERE true
			ON CONFLICT DO NOTHING`, p, millis(h.options.Now()), string(ticked))
		return err
	})
}
