package script

import (
	"slices"

	"hangup/blocklist"
)

// Signs are what words can be learned from in a text.
type Signs struct {
	Words   []string         // words, and pairs of words that stand together, in the form of the rows of [learned]; each once
	Flags   []blocklist.Flag // raised by patterns
	Plain   bool             // a flag among them decides, in a text of few words
	Written []string         // the words as they are written, in small letters
}

// SignsOf returns the signs of a text in a language; of one that the library does not have, the words alone.
func (l *Library) SignsOf(text, code string) Signs {
	t := l.languages[code]
	if t == nil {
		t, _ = newTongue(code, nil, nil, nil)
	}
	s := newSearch(reading{tongue: t, tokens: tokenise(text)})
	signs := Signs{Flags: raised(pointsOf(s.weigh(s.matches())))}
	signs.Plain = s.plain(signs.Flags)
	for i, name := range s.names() {
		signs.Words, signs.Written = append(signs.Words, name.word), append(signs.Written, s.tokens[i].fold)
		if name.pair != "" {
			signs.Words = append(signs.Words, name.pair)
		}
	}
	slices.Sort(signs.Words)
	signs.Words = slices.Compact(signs.Words)
	return signs
}
