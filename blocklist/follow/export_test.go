package follow

import (
	"context"
	"time"
)

// SyncIfDue is what Run does each time it looks at the clock.
func (k *Keeper) SyncIfDue(ctx context.Context, early time.Duration) bool {
	return k.syncIfDue(ctx, early)
}
