package phone

import (
	"fmt"
	"slices"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
)

// Short codes have 2 digits (France's 15) to 6 (Germany's 116116).
const (
	shortMin = 2
	shortMax = 6
)

// isShort reports whether digits are a short code of the region, by the official codes or the metadata.
func (r Reader) isShort(digits string, region blocklist.Region) bool {
	if len(digits) < shortMin || len(digits) > shortMax || planOf(string(region)) == nil {
		return false
	}
	return r.isOfficial(digits, region) || hasShort(digits, region)
}

func (r Reader) isOfficial(code string, region blocklist.Region) bool {
	return r.ShortCodes != nil && r.ShortCodes(code, region)
}

func hasShort(digits string, region blocklist.Region) bool {
	if phonenumbers.IsEmergencyNumber(digits, string(region)) {
		return true
	}
	n, err := phonenumbers.Parse(digits, string(region))
	return err == nil && phonenumbers.GetNationalSignificantNumber(n) == digits &&
		phonenumbers.IsValidShortNumberForRegion(n, string(region))
}

// shortCode reads a short code that was written behind a calling code, as in "+44 159".
func (r Reader) shortCode(callingCode int, digits string) (blocklist.Region, bool) {
	regions := slices.Clone(phonenumbers.GetRegionCodesForCountryCode(callingCode))
	if i := slices.Index(regions, string(r.Home)); i > 0 {
		regions[0], regions[i] = regions[i], regions[0]
	}
	for _, region := range regions {
		if r.isShort(digits, blocklist.Region(region)) {
			return blocklist.Region(region), true
		}
	}
	return "", false
}

// isNumberAlone reports whether four to six digits with no word beside them are a number rather than a PIN or code.
func (r Reader) isNumberAlone(digits string) bool {
	plan := planOf(string(r.Home))
	if plan == nil {
		return false
	}
	if r.isTellingShort(digits) {
		return true
	}
	n, err := phonenumbers.Parse(digits, string(r.Home))
	return err == nil && phonenumbers.IsValidNumber(n) && usualLength(plan, len(digits))
}

// isTellingShort reports whether the digits are a short code at home beyond mere chance.
func (r Reader) isTellingShort(digits string) bool {
	return r.isOfficial(digits, r.Home) || hasShort(digits, r.Home) && tellsShort(len(digits), r.Home)
}

// tellsShort reports whether the metadata tell short codes of that length from other digits. Some regions list all
// numbers of five or six digits, since any may be given to a sender of text messages. A list of 15 in 100 is taken as
// the most that still tells something, measured on 100 numbers spread evenly: France's 3900 passes, any five digits
// in the United States do not.
func tellsShort(length int, region blocklist.Region) bool {
	const sample, limit = 100, 15
	size := 1
	for range length {
		size *= 10
	}
	taken := 0
	for i := range sample {
		if hasShort(fmt.Sprintf("%0*d", length, size/sample*i+i*i%(size/sample)), region) {
			taken++
		}
	}
	return taken <= limit
}
