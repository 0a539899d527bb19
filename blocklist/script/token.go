package script

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is one word of a text, or one character of a script that writes without spaces.
type token struct {
	start, end int // bytes of the text
	// pos counts words, with a gap after each sentence, so that distances respect sentences.
	pos  int
	fold string
}

// How many words a break counts as.
const (
	sentenceGap = 6
	commaGap    = 1
)

// spaceless are the writing systems in which words run together or carry their endings unseparated.
var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// tokenise splits the text. It never fails: bytes that are no text separate words.
func tokenise(text string) []token {
	tokens := make([]token, 0, len(text)/5+1)
	pos, wordStart := 0, -1
	add := func(start, end int) {
		if folded := fold(text[start:end]); folded != "" {
			tokens = append(tokens, token{start, end, pos, folded})
			pos++
		}
	}
	flush := func(end int) {
		if wordStart >= 0 {
			add(wordStart, end)
		}
		wordStart = -1
	}
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case r >= 0x0E00 && unicode.In(r, spaceless...) && !unicode.Is(unicode.Mn, r):
			flush(i)
			add(i, i+size)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if wordStart < 0 {
				wordStart = i
			}
		case wordStart >= 0 && staysInside(text, i, size, r):
		default:
			flush(i)
			pos = max(pos, gapAfter(tokens, r))
		}
	}
	flush(len(text))
	return joinSpelled(text, tokens)
}

// staysInside reports whether a character that is neither letter nor digit belongs to the word it stands in: marks,
// invisible characters, apostrophes between letters, and points and commas between digits.
func staysInside(text string, i, size int, r rune) bool {
	if unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+size:])
	switch r {
	case '\'', '’', '`', 'ʼ':
		return unicode.IsLetter(before) && unicode.IsLetter(after)
	case '.', ',':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

// gapAfter returns the position after a break that follows the last word.
func gapAfter(tokens []token, mark rune) int {
	if len(tokens) == 0 {
		return 0
	}
	next := tokens[len(tokens)-1].pos + 1
	switch {
	case strings.ContainsRune(".!?…;\n。！？；।؟", mark):
		return next + sentenceGap
	case strings.ContainsRune(",:—–،、，：", mark):
		return next + commaGap
	}
	return next
}

// longestSpelled is how many letters of a word people spell out.
const longestSpelled = 12

// joinSpelled makes one word of three or more single letters in a row, such as "P.I.N." or "к о д".
func joinSpelled(text string, tokens []token) []token {
	kept := tokens[:0]
	for i := 0; i < len(tokens); {
		n := i
		for n < min(len(tokens), i+longestSpelled) && isLoneLetter(tokens[n].fold) && isLatin(tokens[n].fold) == isLatin(tokens[i].fold) {
			n++
		}
		if n-i < 3 {
			kept = append(kept, tokens[i])
			i++
			continue
		}
		var word strings.Builder
		for _, t := range tokens[i:n] {
			word.WriteString(t.fold)
		}
		kept = append(kept, token{tokens[i].start, tokens[n-1].end, tokens[i].pos, word.String()})
		i = n
	}
	return kept
}

func isLoneLetter(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && unicode.IsLetter(r) && !unicode.In(r, spaceless...)
}

// isCharacter reports whether a token is one character of writing without spaces.
func isCharacter(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && unicode.In(r, spaceless...)
}

func isLatin(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Latin, r)
}

// fold returns the form in which words are compared: lower case, with compatible characters made one, without
// apostrophes, invisible characters and loose marks, and with е for ё.
func fold(word string) string {
	if isPlainASCII(word) {
		return strings.ToLower(word)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ё' || r == 'Ё':
			return 'е'
		case r == 'ʼ': // an apostrophe, although Unicode calls it a letter
			return -1
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			return unicode.ToLower(r)
		case r == '.' || r == ',':
			return r
		}
		return -1
	}, norm.NFKC.String(word))
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c == '\'' || c == '`' {
			return false
		}
	}
	return true
}

// unaccent takes the accents off Latin letters, which many people leave out. It runs after stemming, which needs them.
func unaccent(s string) string {
	if isPlainASCII(s) {
		return s
	}
	latin := strings.IndexFunc(s, func(r rune) bool { return r >= 0xC0 && unicode.Is(unicode.Latin, r) }) >= 0
	if !latin {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ł':
			return 'l'
		case r == 'đ':
			return 'd'
		case r == 'ı':
			return 'i'
		case r == 'ø':
			return 'o'
		}
		return r
	}, norm.NFD.String(s))
}

// The letters of the Cyrillic and Latin alphabets that look the same in small or capital form.
const lookalikeLatin, lookalikeCyrillic = "aceopxykbmhti3", "асеорхукьмнті3"

var toCyrillic, toLatin = lookalikeTables()

func lookalikeTables() (cyrillic, latin map[rune]rune) {
	cyrillic, latin = make(map[rune]rune), make(map[rune]rune)
	c := []rune(lookalikeCyrillic)
	for i, l := range []rune(lookalikeLatin) {
		cyrillic[l], latin[c[i]] = c[i], l
	}
	cyrillic['b'], latin['в'] = 'в', 'b'
	cyrillic['0'], latin['0'] = 'о', 'o'
	return cyrillic, latin
}

// oneAlphabet returns the word in the alphabet of most of its letters, when it mixes Latin and Cyrillic ones that look
// alike or has a zero among its letters.
func oneAlphabet(word string) string {
	var latin, cyrillic, zeros int
	for _, r := range word {
		switch {
		case r >= 'a' && r <= 'z':
			latin++
		case r >= 'а' && r <= 'я':
			cyrillic++
		case r == '0':
			zeros++
		}
	}
	table := toCyrillic
	switch {
	case min(latin, cyrillic) == 0 && (zeros == 0 || latin+cyrillic == 0):
		return word
	case latin > cyrillic:
		table = toLatin
	}
	return strings.Map(func(r rune) rune {
		if to, ok := table[r]; ok {
			return to
		}
		return r
	}, word)
}
