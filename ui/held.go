package ui

import "time"

// heldFor is the longest time between two signs of a key that count as one long press. Keyboards wait up to two thirds
// of a second before they repeat a key, and slow hands hold keys long: the same digit must not answer the next question.
const heldFor = 800 * time.Millisecond

// held is the key that acted last.
type held struct {
	key  rune
	seen time.Time
}

// still reports whether a key is only held down since it acted.
func (h *held) still(key rune, now time.Time) bool {
	still := key == h.key && now.Sub(h.seen) < heldFor
	h.key, h.seen = key, now
	return still
}
