package script

import (
	"slices"

	"hangup/blocklist"
)

// Signs are what words can be learned from in a text.
type Signs struct {
	Words []string         // words, and pairs of words that stand together, in the form of the rows of [learned]; each once
	Flags []blocklist.Flag // raised by patterns
	Plain []string         // the words as they are written, in small letters
}

// SignsOf returns the signs of a text in a language; of one that the library does not have, the words alone.
func (l *Library) SignsOf(text, code string) Signs {
	t := l.languages[code]
	if t == nil {
		t, _ = newTongue(code, nil, nil, nil)
	}
	tokens, lang := tokenise(text), t.language()
	s := newSearch(reading{tongue: t, tokens: tokens})
	points := pointsOf(s.weigh(s.matches()))
	var signs Signs
	for _, flag := range blocklist.Flags() {
		if points[flag] >= enoughPoints {
			signs.Flags = append(signs.Flags, flag)
		}
	}
	before := token{pos: -2}
	for _, w := range tokens {
		word := lang.learnedWord(w.fold)
		signs.Words, signs.Plain = append(signs.Words, word), append(signs.Plain, w.fold)
		if w.pos == before.pos+1 {
			signs.Words = append(signs.Words, before.fold+" "+word)
		}
		before = token{pos: w.pos, fold: word}
	}
	slices.Sort(signs.Words)
	signs.Words = slices.Compact(signs.Words)
	return signs
}
