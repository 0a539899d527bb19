package terminal

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hangup/blocklist"
)

// wish is what a typed line asks for.
type wish int

const (
	wishUnclear wish = iota
	wishChoice
	wishBack
	wishEnd
)

// readWish reads a line as numbers from 1 to n with spaces or commas between them, as a wish to go back (0 or b) or to
// end (q). The letters are understood as well when they were typed on a Russian keyboard. The choices are counted from
// 0, without repeats.
func readWish(line string, n int) (choices []int, w wish) {
	line = strings.ToLower(strings.TrimSpace(line))
	switch line {
	case "0", "b", "и":
		return nil, wishBack
	case "q", "й":
		return nil, wishEnd
	}
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		number, err := strconv.Atoi(word)
		if err != nil || number < 1 || number > n {
			return nil, wishUnclear
		}
		if !slices.Contains(choices, number-1) {
			choices = append(choices, number-1)
		}
	}
	return choices, wishChoice
}

// offer writes choices as numbered lines.
func (t *Terminal) offer(choices []blocklist.Message) {
	for i, c := range choices {
		t.line("%d. %s", i+1, t.Words.Say(c))
	}
}
