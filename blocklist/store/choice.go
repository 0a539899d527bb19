package store

import (
	"context"
)

// ChosenPacks returns the packs that were chosen beside the home country's, by what lists call them, in their order.
func (h *Home) ChosenPacks(ctx context.Context) ([]string, error) {
	codes, err := h.column(ctx, "SELECT code FROM chosen_pack ORDER BY code")
	return codes, h.explain(ctx, "read chosen packs", err)
}

// ChoosePack remembers that a pack is wanted. That it is already is no error.
func (h *Home) ChoosePack(ctx context.Context, code string) error {
	return h.exec(ctx, "choose pack", "INSERT INTO chosen_pack (code) VALUES (?) ON CONFLICT DO NOTHING", code)
}

// DropPack forgets that a pack is wanted. Its numbers are [List.RemovePack]'s to remove.
func (h *Home) DropPack(ctx context.Context, code string) error {
	return h.exec(ctx, "drop pack", "DELETE FROM chosen_pack WHERE code = ?", code)
}

// Metered reports whether bytes cost money on this computer's line.
func (h *Home) Metered(ctx context.Context) (metered bool, err error) {
	err = h.db.readers.QueryRowContext(ctx, "SELECT metered FROM download").Scan(&metered)
	return metered, h.explain(ctx, "read metered", err)
}

// SetMetered remembers whether bytes cost money.
func (h *Home) SetMetered(ctx context.Context, metered bool) error {
	return h.exec(ctx, "save metered", "UPDATE download SET metered = ?", metered)
}

// column returns the one column of a query.
func (h *Home) column(ctx context.Context, query string) (values []string, err error) {
	rows, err := h.db.readers.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}
