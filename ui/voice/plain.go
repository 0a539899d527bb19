package voice

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestText is the most bytes that are said at once; the fullest screen has a tenth of them.
const longestText = 20_000

// longestLine is the most bytes in one line. Longer ones are split, since spd-say does that at 16 KiB wherever it is.
const longestLine = 2000

// plain returns the lines to say. Everything a speaking program could take for a command is left out of them: control
// characters, the brackets of SSML and of the phonemes of espeak-ng and say, and exclamation marks before a line.
func plain(pieces []string) []string {
	var said []string
	left := longestText
	for _, piece := range pieces {
		for line := range strings.SplitSeq(strings.ToValidUTF8(cut(piece, left), ""), "\n") {
			line = strings.Join(strings.Fields(strings.Map(speakable, line)), " ")
			for line != "" {
				part := cutAtSpace(line, longestLine)
				line = line[len(part):]
				part = digitByDigit(strings.TrimLeft(part, "!- "))
				if strings.ContainsFunc(part, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
					said = append(said, ended(part))
				}
			}
		}
		if left -= len(piece); left <= 0 {
			break
		}
	}
	return said
}

// cut returns at most n bytes of a text, without half a character at the end.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// cutAtSpace is cut between two words, where there are any.
func cutAtSpace(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if space := strings.LastIndexByte(s[:n], ' '); space > 0 {
		return s[:space]
	}
	return cut(s, n)
}

func speakable(r rune) rune {
	switch {
	case strings.ContainsRune("<>[]{}|\\`", r), unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	case !unicode.IsPrint(r):
		return -1
	}
	return r
}

// ended makes a line end as a sentence does, so that the voice falls and pauses.
func ended(line string) string {
	if last, _ := utf8.DecodeLastRuneInString(line); strings.ContainsRune(".!?:;…", last) {
		return line
	}
	return line + "."
}

var (
	// phoneLike is a run of digits with what stands between the groups of a phone number.
	phoneLike = regexp.MustCompile(`\+?\(?\d[\d() ./-]{5,}\d`)
	// counted is a large number in groups of three, and dated a day with its year: these are said as numbers.
	counted = regexp.MustCompile(`^\d{1,3}( \d{3})+$`)
	dated   = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$`)
)

// digitByDigit spaces out phone numbers, so that they are said as people dictate them: +7 916 123-45-67 becomes
// "+ 7, 9 1 6, 1 2 3, 4 5, 6 7". Counts and dates stay.
func digitByDigit(line string) string {
	return phoneLike.ReplaceAllStringFunc(line, func(number string) string {
		if counted.MatchString(number) || dated.MatchString(number) {
			return number
		}
		plus := ""
		if strings.HasPrefix(number, "+") {
			plus = "+ "
		}
		groups := strings.FieldsFunc(number, func(r rune) bool { return !unicode.IsDigit(r) })
		digits := 0
		for i, group := range groups {
			digits += len(group)
			groups[i] = strings.Join(strings.Split(group, ""), " ")
		}
		if digits < 7 {
			return number
		}
		return plus + strings.Join(groups, ", ")
	})
}
