package script

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// How much of a text a language must know.
const (
	leastShare = 0.12 // to be the text's language at all
	closeShare = 0.8  // of the best language's share, to be read as well
	sample     = 400  // words that are looked at
)

// readings returns the ways to understand the text, the likeliest first, and the language; without a way to understand
// it there are none, and the language is the one the letters tell, if any.
func (l *Library) readings(text, wish string) ([]reading, string) {
	wish, _, _ = strings.Cut(strings.ToLower(wish), "-")
	tokens := tokenise(text)
	var all []reading
	for _, code := range l.order {
		t := l.languages[code]
		best := reading{t, tokens, t.share(tokens)}
		if typed, changed := t.retype(text); changed && best.share < 0.5 {
			if share := t.share(typed) * 0.9; share > best.share {
				best = reading{t, typed, share}
			}
		}
		all = append(all, best)
	}
	slices.SortStableFunc(all, func(a, b reading) int { return -cmp.Compare(a.share, b.share) })
	if wish != "" {
		own := slices.IndexFunc(all, func(r reading) bool { return r.code == wish })
		if own < 0 {
			return nil, wish
		}
		if all[own].share >= leastShare || all[0].share < closeShare {
			return l.understood(all[own:own+1], wish)
		}
	}
	if len(all) == 0 || all[0].share < leastShare {
		return nil, languageOfLetters(text)
	}
	n := 1
	for n < len(all) && all[n].share >= leastShare && all[n].share >= closeShare*all[0].share {
		n++
	}
	return l.understood(all[:n], all[0].code)
}

// understood drops the readings in languages without patterns.
func (l *Library) understood(readings []reading, code string) ([]reading, string) {
	return slices.DeleteFunc(slices.Clone(readings), func(r reading) bool { return !r.tongue.understood }), code
}

// share is how many of the words the language knows.
func (t *tongue) share(tokens []token) float64 {
	tokens = tokens[:min(len(tokens), sample)]
	if len(tokens) == 0 {
		return 0
	}
	var known float64
	for _, w := range tokens {
		if word := oneAlphabet(w.fold); t.common[word] {
			known++
		} else if own := t.fromLatin(word); own != word && t.common[own] {
			known += 0.8
		}
	}
	return known / float64(len(tokens))
}

// retype returns the words of the text as the language's keyboard would have written them; changed is false when the
// language has no keyboard or the text has few letters of the other one.
func (t *tongue) retype(text string) (tokens []token, changed bool) {
	if len(t.keyboard) == 0 {
		return nil, false
	}
	var typed strings.Builder
	var from []int // where each byte of typed stands in text
	letters, keys := 0, 0
	for i, r := range text {
		to, ok := t.keyboard[r]
		letters += rank(unicode.IsLetter(r))
		if ok {
			keys += rank(unicode.IsLetter(r))
			r = to
		}
		before := typed.Len()
		typed.WriteRune(r)
		for range typed.Len() - before {
			from = append(from, i)
		}
	}
	if 2*keys <= letters {
		return nil, false
	}
	from = append(from, len(text))
	tokens = tokenise(typed.String())
	for i, w := range tokens {
		tokens[i].start, tokens[i].end = from[w.start], from[w.end]
	}
	return tokens, true
}

// writings tell a language by its letters alone.
var writings = []struct {
	table *unicode.RangeTable
	code  string
}{
	{unicode.Hiragana, "ja"},
	{unicode.Katakana, "ja"},
	{unicode.Hangul, "ko"},
	{unicode.Han, "zh"},
	{unicode.Arabic, "ar"},
	{unicode.Hebrew, "he"},
	{unicode.Greek, "el"},
	{unicode.Thai, "th"},
	{unicode.Devanagari, "hi"},
	{unicode.Bengali, "bn"},
	{unicode.Armenian, "hy"},
	{unicode.Georgian, "ka"},
	{unicode.Tamil, "ta"},
	{unicode.Khmer, "km"},
	{unicode.Lao, "lo"},
}

// languageOfLetters returns the language whose letters the text is written in, or "".
func languageOfLetters(text string) string {
	counts := make([]int, len(writings))
	for n, r := range text {
		if n > 4096 {
			break
		}
		for i, w := range writings {
			if r >= 0x370 && unicode.Is(w.table, r) {
				counts[i]++
				break
			}
		}
	}
	best := -1
	for i, n := range counts {
		if n > 0 && (best < 0 || n > counts[best]) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	if writings[best].code == "zh" && counts[0]+counts[1] > 0 {
		return "ja"
	}
	return writings[best].code
}
