package phone

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Format groups the digits of a number while it is being typed, as its country groups them. text is what the field
// holds and cursor the place in it, counted in runes; both come back as they should be now.
//
// The cursor stays behind the same digit, and in front of the signs after it, so that Backspace always reaches a
// digit in the end. No digit is lost, added or moved, whatever its script. Formatting twice changes nothing more.
// Text that is not plainly one number, such as words, several numbers, a date or a card number, comes back untouched.
func (r Reader) Format(text string, cursor int) (string, int) {
	length := utf8.RuneCountInString(text)
	cursor = min(max(cursor, 0), length)
	signs, before, ok := typedSigns(text, cursor)
	if !ok {
		return text, cursor
	}
	plus := signs[0] == '+'
	digits := digitsOf(fold(string(signs)).text)
	layout := r.layout(digits, plus)
	if digitsOf(layout) != digits {
		return text, cursor
	}
	out := inScript(layout, signs)
	if last, _ := utf8.DecodeLastRuneInString(text); unicode.IsSpace(last) {
		out = append(out, ' ')
	}
	if cursor == length {
		return string(out), len(out)
	}
	return string(out), behind(out, before)
}

// typedSigns returns the digits of the text, with a plus before them if there is one, and how many of these signs are
// before the cursor. ok is false when the text is not plainly one number.
func typedSigns(text string, cursor int) (signs []rune, before int, ok bool) {
	f := fold(text)
	if maskFigures(f.text) != f.text || len(f.text) == 0 {
		return nil, 0, false
	}
	for i, c := range []rune(text) {
		s, visible := foldRune(c)
		switch {
		case !visible || strings.ContainsRune(" -./()[]", s):
			continue
		case s == '+' && len(signs) == 0:
			signs = append(signs, s)
		case s >= '0' && s <= '9':
			signs = append(signs, c)
		default:
			return nil, 0, false
		}
		if i < cursor {
			before = len(signs)
		}
	}
	digits := len(signs)
	if digits > 0 && signs[0] == '+' {
		digits--
		if groups := split(f.text, 0, len(f.text)); digits > 0 && groups[0].digits == "8" {
			return nil, 0, false // "+8 916 ..." keeps its space, which tells it from a number of Vietnam
		}
	}
	return signs, before, digits > 0 && digits <= e164Max
}

// inScript writes the layout with the digits as they were typed.
func inScript(layout string, signs []rune) []rune {
	if signs[0] == '+' {
		signs = signs[1:]
	}
	out := []rune(layout)
	for i, c := range out {
		if c >= '0' && c <= '9' {
			out[i], signs = signs[0], signs[1:]
		}
	}
	return out
}

// behind returns the place right after the n-th digit or plus.
func behind(out []rune, n int) int {
	for i, c := range out {
		if n == 0 {
			return i
		}
		if s, _ := foldRune(c); s == '+' || s >= '0' && s <= '9' {
			n--
		}
		if n == 0 {
			return i + 1
		}
	}
	return len(out)
}
