package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// ReportID returns the id for reports about a number, given as in [Contact.Dial]: 32 hexadecimal digits that are the
// same each time on this home.db. Without the file nobody can tell to which number or person an id belongs.
func (h *Home) ReportID(ctx context.Context, dial string) (string, error) {
	var secret []byte
	err := h.db.readers.QueryRowContext(ctx, "SELECT secret FROM report_key").Scan(&secret)
	if err != nil {
		return "", h.explain(ctx, "read report key", err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(dial))
	return hex.EncodeToString(mac.Sum(nil)[:16]), nil
}
