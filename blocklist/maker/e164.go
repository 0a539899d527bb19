package maker

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

// parseNumber reads a number: E.164 with its plus, ten digits of the North American numbering plan when nanp is set,
// or as people in the region write it.
func parseNumber(s string, nanp bool, region blocklist.Region) (code int, number uint64, refused Refusal) {
	if !nanp && !isE164(s) {
		if !strings.HasPrefix(s, "+") && region == "" {
			return 0, 0, RefusedRegion
		}
		n, err := phonenumbers.Parse(s, string(region))
		if err != nil || n.GetExtension() != "" {
			return 0, 0, RefusedNumber
		}
		s = phonenumbers.Format(n, phonenumbers.E164)
	}
	number, code, err := phone.ParseE164(s)
	switch {
	case errors.Is(err, phone.ErrNotIssued):
		return 0, 0, RefusedUnissued
	case err != nil:
		return 0, 0, RefusedNumber
	}
	return code, number, ""
}

// isE164 reports whether s has the shape of an E.164 number with its plus.
func isE164(s string) bool {
	digits, ok := strings.CutPrefix(s, "+")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// isRegion reports whether a country has telephone numbers of its own.
func isRegion(r blocklist.Region) bool { return phonenumbers.GetCountryCodeForRegion(string(r)) != 0 }
