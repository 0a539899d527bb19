package phone

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

const (
	day   = `(?:0?[1-9]|[12]\d|3[01])`
	month = `(?:0?[1-9]|1[0-2])`
	year  = `(?:19|20)\d\d`
	money = `(?:₽|руб[а-я]*|₴|грн|гривен[а-я]*|₸|тг|тенге|бел\.? ?руб[а-я]*|коп[а-я]*` +
		`|тыс[а-я]*|млн|миллион[а-я]*|%` +
		`|\$|€|£|¥|₹|usd|eur|gbp|rub|rur|kzt|uah|byn|inr|brl|sgd|dollars?|euros?|pounds?|доллар[а-я]*|евро|reais)`
	amount = `\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d\d)?|\d+(?:[.,]\d\d)?`
)

// masks are ways of writing digits that are not telephone numbers. A date with a year of two digits is left alone
// when it is written with dashes: local numbers look the same.
var masks = []*regexp.Regexp{
	regexp.MustCompile(`(?:` + day + `[./\-]` + month + `|` + month + `[./\-]` + day + `)[./\-]` + year),
	regexp.MustCompile(year + `[./\-]` + month + `[./\-]` + day),
	regexp.MustCompile(day + `[./]` + month + `[./]\d\d`),
	regexp.MustCompile(`\d{1,2}:\d\d(?::\d\d)?`),
	regexp.MustCompile(`(?:` + amount + `) ?` + money),
	regexp.MustCompile(`(?:\d{1,3}(?:[ .]\d{3})+|\d{1,7}) ?р\.?`), // after more digits "р." is a work telephone
	regexp.MustCompile(`[$€£¥₹₽₴₸] ?(?:` + amount + `)`),
}

// maskFigures blanks dates, times and sums of money, keeping every other byte where it is.
func maskFigures(text string) string {
	masked := []byte(text)
	for _, re := range masks {
		for at := 0; at < len(masked); {
			span := re.FindIndex(masked[at:])
			if span == nil {
				break
			}
			from, to := at+span[0], at+span[1]
			if !standsAlone(masked, from, to) {
				at = pastToken(masked, from)
				continue
			}
			for i := from; i < to; i++ {
				masked[i] = 0
			}
			at = to
		}
	}
	return string(masked)
}

// standsAlone reports whether text[from:to] is not cut out of a longer number or word.
func standsAlone(text []byte, from, to int) bool {
	if from > 0 {
		if isDigit(text[from-1]) || text[from-1] == '+' || text[from-1] == '(' {
			return false
		}
		if from > 1 && isDigit(text[from-2]) && separates(text[from-1]) {
			return false
		}
	}
	if to == len(text) {
		return true
	}
	if isDigit(text[to]) || to+1 < len(text) && separates(text[to]) && isDigit(text[to+1]) {
		return false
	}
	last, _ := utf8.DecodeLastRune(text[from:to])
	next, _ := utf8.DecodeRune(text[to:])
	return !unicode.IsLetter(last) || !unicode.IsLetter(next)
}

// pastToken returns the end of the digits and separators at from, so that a long row of them is looked at once.
func pastToken(text []byte, from int) int {
	to := from + 1
	for to < len(text) && (isDigit(text[to]) || separates(text[to])) {
		to++
	}
	return to
}

func separates(b byte) bool { return b == '.' || b == '-' || b == '/' || b == ')' }
