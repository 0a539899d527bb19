package phone

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
)

// E.164 allows 15 digits; nothing below 7 reaches a subscriber of another country.
const (
	e164Min = 7
	e164Max = 15
)

// reading is one way to understand some digits.
type reading struct {
	number   *phonenumbers.PhoneNumber
	valid    bool             // such a number is issued
	possible bool             // it has a length such numbers have
	code     string           // a short code, with its region
	region   blocklist.Region // of the short code
	unknown  string           // an international number whose calling code nobody has
	why      *blocklist.Error // why it is not a number
}

// ok reports whether the reading is a number that exists.
func (r reading) ok() bool { return r.valid || r.code != "" }

// understand reads the run as one number.
func (r Reader) understand(w run) reading {
	digits := joined(w.groups)
	if w.context != "" {
		return r.international(w.context+digits, digits)
	}
	if w.plus {
		if w.groups[0].digits == "8" && r.trunk() == "8" { // "+8 916 ..." is a slip for "8 916 ..."
			return r.national(digits)
		}
		if trimmed := strings.TrimPrefix(digits, "00"); trimmed != "" && trimmed[0] != '0' {
			return r.international(trimmed, digits)
		}
	}
	return r.national(digits)
}

// canBe is a quick look at the length, to spare the library most of the ways to split a row of figures.
func (r Reader) canBe(w run) bool {
	const mostBefore = 3 // digits of a calling code, or of a trunk prefix with a carrier's code
	digits := joined(w.groups)
	plan := planOf(string(r.Home))
	for _, prefix := range internationalPrefixes(plan) {
		if strings.HasPrefix(digits, prefix) {
			return true
		}
	}
	if w.plus || w.context != "" || plan == nil {
		return w.plus || w.context != ""
	}
	trunk, code := r.trunk(), strconv.Itoa(int(plan.GetCountryCode()))
	led := trunk != "" && strings.HasPrefix(digits, trunk) || strings.HasPrefix(digits, code)
	return slices.ContainsFunc(plan.GetGeneralDesc().GetPossibleLength(), func(n int32) bool {
		before := len(digits) - int(n)
		return before == 0 || led && before > 0 && before <= mostBefore
	})
}

// trunk returns the digits dialled before a national number at home.
func (r Reader) trunk() string { return planOf(string(r.Home)).GetNationalPrefix() }

// international reads digits that begin with a calling code. own holds the digits after the plus, which some
// telephones put even before a short code.
func (r Reader) international(digits, own string) reading {
	whole := parsed(phonenumbers.ParseAndKeepRawInput("+"+digits, phonenumbers.UNKNOWN_REGION))
	if whole.valid {
		return whole
	}
	code, rest := callingCode(digits)
	if region, ok := r.shortCode(code, rest); ok {
		return reading{code: rest, region: region}
	}
	if !whole.possible && r.isShort(own, r.Home) {
		return reading{code: own, region: r.Home}
	}
	if code != 0 {
		return whole
	}
	switch {
	case len(digits) < e164Min:
		return reading{why: ErrTooShort}
	case len(digits) > e164Max:
		return reading{why: ErrTooLong}
	}
	return reading{unknown: digits}
}

// national reads digits that begin with no plus: a number at home, else one with an international prefix, else an
// international number whose plus got lost.
func (r Reader) national(digits string) reading {
	plan := planOf(string(r.Home))
	best := reading{why: ErrNoCountry}
	if plan != nil {
		best = parsed(phonenumbers.ParseAndKeepRawInput(digits, string(r.Home)))
		if old, ok := strings.CutPrefix(digits, "80"); !best.valid && ok && r.Home == "UA" {
			best = better(best, parsed(phonenumbers.ParseAndKeepRawInput("0"+old, "UA"))) // before 2009, 8 0XX
		}
	}
	for _, prefix := range internationalPrefixes(plan) {
		rest, ok := strings.CutPrefix(digits, prefix)
		if ok && !best.valid && rest != "" && rest[0] != '0' {
			best = better(best, r.international(rest, ""))
		}
	}
	if plan != nil && best.why == ErrTooLong {
		best = better(best, parsed(phonenumbers.ParseAndKeepRawInput("+"+digits, phonenumbers.UNKNOWN_REGION)))
	}
	return best
}

// better returns b if it is a number that exists and a is not.
func better(a, b reading) reading {
	if !a.ok() && (b.ok() || a.why == ErrNoCountry) {
		return b
	}
	return a
}

// parsed judges what the library read.
func parsed(n *phonenumbers.PhoneNumber, err error) reading {
	switch {
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return reading{why: ErrTooLong}
	case err != nil:
		return reading{why: ErrTooShort}
	}
	if phonenumbers.IsValidNumber(n) {
		return reading{number: n, valid: true, possible: true}
	}
	national := phonenumbers.GetNationalSignificantNumber(n)
	switch phonenumbers.IsPossibleNumberWithReason(n) {
	case phonenumbers.IS_POSSIBLE:
		return reading{number: n, possible: true}
	case phonenumbers.TOO_LONG:
		return reading{why: ErrTooLong}
	case phonenumbers.INVALID_LENGTH:
		plan := planOfCode(int(n.GetCountryCode()))
		if len(national) > len(plan.GetFixedLine().GetExampleNumber()) {
			return reading{why: ErrTooLong}
		}
	}
	return reading{why: ErrTooShort}
}

// asWritten reports whether a valid number inside other words is written as its country writes it. Without that
// check, order numbers and sums would pass for numbers in countries where nearly any digits are valid.
func (r Reader) asWritten(w reading) bool {
	n := w.number
	if n.GetCountryCodeSource() != phonenumbers.PhoneNumber_FROM_DEFAULT_COUNTRY {
		return true
	}
	if !phonenumbers.IsNationalPrefixPresentIfRequired(n) {
		return false
	}
	region := phonenumbers.GetRegionCodeForNumber(n)
	typed, bare := n.GetRawInput(), phonenumbers.GetNationalSignificantNumber(n)
	return typed != bare || region == string(r.Home) || n.GetCountryCode() == phonenumbers.NANPA_COUNTRY_CODE
}
