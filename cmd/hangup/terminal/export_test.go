package terminal

import "hangup/blocklist/update"

// Progress makes what a sync tells its progress to visible to the tests.
func (t *Terminal) Progress() func(update.Progress) { return t.progress() }
