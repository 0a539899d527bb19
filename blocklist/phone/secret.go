package phone

import (
	"slices"
	"strings"
)

// Lengths of cards by ISO/IEC 7812, and of the codes that banks and services send.
const (
	cardMin, cardMax = 13, 19
	codeMin, codeMax = 4, 8
	bareMin, bareMax = 4, 6
)

// withoutSecrets returns the parts of a run that hold no card number, PIN or code, and notes whether something was
// left out.
func (s *search) withoutSecrets(r run) []run {
	if s.isCode(r) {
		s.secret = true
		return nil
	}
	if r.before.label == labelSecret && r.digitCount() > codeMax && !s.phoneLike(r) {
		s.secret = true
		if isCardWord(r.before.secret) {
			return nil
		}
		r = r.cut(codeGroups(r.groups), len(r.groups))
	}
	return s.withoutCards(r)
}

func (s *search) withoutCards(r run) []run {
	if len(r.groups) == 0 {
		return nil
	}
	from, to := s.card(r)
	if from == to {
		return []run{r}
	}
	s.secret = true
	return append(s.withoutCards(r.cut(0, from)), s.withoutCards(r.cut(to, len(r.groups)))...)
}

// isCode reports whether the run as a whole is a PIN or a code: by the words around it, or because the text is
// nothing but as many digits as a code has.
func (s *search) isCode(r run) bool {
	n := r.digitCount()
	if r.plus || n < 3 || n > codeMax || s.officialSharp(r) != "" {
		return false
	}
	if n > bareMax && r.before.back > reachNear && s.phoneLike(r) {
		return false // seven and eight digits are whole numbers in some countries
	}
	alone := n >= bareMin && n <= bareMax && !s.reader.isNumberAlone(joined(r.groups))
	switch {
	case r.before.label == labelSecret, r.before.secret != "" && alone:
		return n >= codeMin || isPINWord(r.before.secret)
	case r.before.label == labelPhone:
		return false
	case n >= codeMin && secretAfter(s.f.text, r.to):
		return true
	}
	return s.bare && len(s.runs) == 1 && alone
}

// isPINWord reports whether the word names a secret that may be as short as three digits.
func isPINWord(w string) bool { return hasAnyPrefix(w, "pin", "пин", "cv") }

func isCardWord(w string) bool { return hasAnyPrefix(w, "карт", "card", "kart", "cart", "tarj") }

func hasAnyPrefix(w string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(w, p) })
}

// codeGroups returns how many groups at the start of a longer run make up the code.
func codeGroups(groups []group) int {
	n := 0
	for i, g := range groups {
		n += len(g.digits)
		if n >= codeMin {
			return i + 1
		}
	}
	return len(groups)
}

// card returns the range of groups in the run that is a card number, or an empty range.
func (s *search) card(r run) (from, to int) {
	for i := range r.groups {
		if len(r.groups[i].digits) >= cardMin && s.isCard(r.cut(i, i+1)) {
			return i, i + 1
		}
		for _, shape := range cardShapes {
			end := i + len(shape)
			if hasShape(r.groups[i:], shape) && (len(shape) == 4 || s.isCard(r.cut(i, end))) {
				return i, end
			}
		}
	}
	if s.isCard(r) {
		return 0, len(r.groups)
	}
	return 0, 0
}

// cardShapes are the groups in which cards are embossed. The shape of four groups is a card with any digits.
var cardShapes = [][]int{{4, 4, 4, 4, 2}, {4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}}

func hasShape(groups []group, shape []int) bool {
	if len(groups) < len(shape) {
		return false
	}
	for i, n := range shape {
		if len(groups[i].digits) != n {
			return false
		}
	}
	return true
}

// isCard reports whether the digits of the run are a card number. No telephone number has 16 digits, so at that
// length the issuer's first digits are enough: a card with a slip of the finger is still a card. What can be read as
// telephone numbers is not taken for a card that is merely possible.
func (s *search) isCard(r run) bool {
	digits := joined(r.groups)
	n := len(digits)
	if n < cardMin || n > cardMax || !issued(digits) || n != 16 && !luhn(digits) {
		return false
	}
	return !s.phoneLike(r)
}

// issued reports whether a payment system issues cards that begin so: Visa 4, Mastercard 2 and 5, Mir 22, Amex and
// Diners 3, UnionPay, Maestro and Discover 6, Uzcard 86, Humo 98, Belkart 91, Troy 97.
func issued(digits string) bool {
	if digits[0] >= '2' && digits[0] <= '6' {
		return true
	}
	switch digits[:2] {
	case "86", "91", "97", "98":
		return len(digits) == 16
	}
	return false
}

// luhn reports whether the last digit checks the others (ISO/IEC 7812-1, annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}
