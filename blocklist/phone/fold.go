package phone

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is a text in which each sign that means the same is the same: digits of all scripts are ASCII digits, all
// dashes "-", all spaces " ", all line ends "\n", letters lower case, and invisible signs are gone.
type folded struct {
	source string
	text   string
	at     []int // offset in source of each byte of text
}

func fold(source string) folded {
	var b strings.Builder
	b.Grow(len(source))
	at := make([]int, 0, len(source))
	for i, r := range source {
		folded, ok := foldRune(r)
		if !ok {
			continue
		}
		before := b.Len()
		b.WriteRune(folded)
		for range b.Len() - before {
			at = append(at, i)
		}
	}
	return folded{source: source, text: b.String(), at: at}
}

// original returns the source of text[from:to].
func (f folded) original(from, to int) string {
	if from >= to {
		return ""
	}
	last := f.at[to-1]
	_, size := utf8.DecodeRuneInString(f.source[last:])
	return f.source[f.at[from] : last+size]
}

// foldedSigns holds the signs whose meaning does not follow from their Unicode category.
var foldedSigns = map[rune]rune{
	'\t': '\n', '\r': '\n', '\v': '\n', '\f': '\n', '\u0085': '\n', '\u2028': '\n', '\u2029': '\n',
	'~': '-', '\u2212': '-', '\u30fc': '-', '\uff70': '-', '\u2043': '-', '\u02d7': '-', '\u2053': '-',
	'\u223c': '-', '\u2500': '-', '\u207b': '-', '\u208b': '-',
	'\ufe62': '+', '\u207a': '+', '\u208a': '+', '\u2795': '+',
	'\u00b7': '.', '\u2024': '.', '\u2027': '.', '\u30fb': '.', '\uff65': '.', '\u3002': '.', '\uff61': '.',
	'\u2044': '/', '\u2215': '/', '\u2018': '\'', '\u2019': '\'', '\u02bc': '\'',
	'\u2022': '*', '\u25cf': '*', 'ё': 'е', 'Ё': 'е',
}

// foldRune returns the sign that stands for r, or false when r is invisible.
func foldRune(r rune) (rune, bool) {
	if r >= '\uff01' && r <= '\uff5e' { // full-width ASCII
		r -= '\uff01' - '!'
	}
	if s, ok := foldedSigns[r]; ok {
		return s, true
	}
	if r < utf8.RuneSelf {
		return unicode.ToLower(r), true
	}
	switch {
	case unicode.Is(unicode.Nd, r):
		return digit(r), true
	case unicode.Is(unicode.Cf, r), r >= '\ufe00' && r <= '\ufe0f', r == '\u20e3', r >= '\u0300' && r <= '\u036f':
		return 0, false
	case unicode.Is(unicode.Zs, r):
		return ' ', true
	case unicode.Is(unicode.Pd, r):
		return '-', true
	}
	return unicode.ToLower(r), true
}

// digit returns the ASCII digit of the same value. Unicode keeps every set of decimal digits in order and the sets
// of one range end to end.
func digit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) && r >= rune(t.Lo) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) && r >= rune(t.Lo) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	return r
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// digitsOf returns the ASCII digits of s.
func digitsOf(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if isDigit(s[i]) {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// words returns the runs of letters and digits in s.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !isWord(r) })
}

// isWord reports whether r is part of a word.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
