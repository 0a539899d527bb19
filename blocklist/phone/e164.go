package phone

import (
	"errors"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Why ParseE164 refuses a number. The values are comparable, so that an import can count them.
var (
	ErrNotDigits     = errors.New("phone: not digits")
	ErrLength        = errors.New("phone: wrong number of digits")
	ErrNoCallingCode = errors.New("phone: calling code not assigned")
	ErrNotIssued     = errors.New("phone: no such number is issued")
)

// ParseE164 reads a number that is already clean: "+" and digits as in E.164, or ten digits of the North American
// numbering plan. It is meant for lists of many numbers and takes a few microseconds. It returns the digits as an
// integer and the calling code among them.
//
// With ErrNotIssued the value and the code are set as well: such a number can be shown by a forged call, and a list
// may want it all the same.
func ParseE164(s string) (value uint64, code int, err error) {
	const nanp = 10
	digits, international := strings.CutPrefix(s, "+")
	if digitsOf(digits) != digits {
		return 0, 0, ErrNotDigits
	}
	if !international {
		if len(digits) != nanp {
			return 0, 0, ErrLength
		}
		digits = "1" + digits
	}
	if len(digits) < e164Min || len(digits) > e164Max {
		return 0, 0, ErrLength
	}
	code, national := callingCode(digits)
	if code == 0 {
		return 0, 0, ErrNoCallingCode
	}
	value, err = strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return 0, 0, ErrNotDigits
	}
	if code == phonenumbers.NANPA_COUNTRY_CODE && !nanpShape(national) || !isIssued(code, national) {
		return value, code, ErrNotIssued
	}
	return value, code, nil
}

// nanpShape reports whether area code and exchange both begin with 2 to 9 (ATIS-0300051). It saves asking the plans
// of all 25 countries about a number that none of them can have.
func nanpShape(national string) bool {
	return len(national) == 10 && national[0] >= '2' && national[3] >= '2'
}

func isIssued(code int, national string) bool {
	if plan := planOfCode(code); plan != nil && issues(plan, national) {
		return true
	}
	for _, region := range phonenumbers.GetRegionCodesForCountryCode(code) {
		if plan := planOf(region); plan != nil && issues(plan, national) {
			return true
		}
	}
	return false
}
