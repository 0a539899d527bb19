package phone

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// plans holds the numbering plans of the metadata by region code, and those of no country by calling code. It is
// built once and only read.
var plans = sync.OnceValue(func() map[string]*phonenumbers.PhoneMetadata {
	all := map[string]*phonenumbers.PhoneMetadata{}
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		return all // the library itself does not start without its metadata
	}
	for _, m := range collection.GetMetadata() {
		key := m.GetId()
		if key == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
			key = strconv.Itoa(int(m.GetCountryCode()))
		}
		all[key] = m
	}
	return all
})

// planOf returns the plan of a region, or nil.
func planOf(region string) *phonenumbers.PhoneMetadata { return plans()[region] }

// planOfCode returns the plan that formats the numbers of a calling code, which is that of its main region, or nil.
func planOfCode(code int) *phonenumbers.PhoneMetadata {
	region := phonenumbers.GetRegionCodeForCountryCode(code)
	if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return plans()[strconv.Itoa(code)]
	}
	return planOf(region)
}

// callingCode splits the digits of an international number after its calling code, which is 0 when none is assigned.
func callingCode(digits string) (code int, rest string) {
	for n := 1; n <= 3 && n <= len(digits) && digits[0] != '0'; n++ {
		code = code*10 + int(digits[n-1]-'0')
		if len(phonenumbers.GetRegionCodesForCountryCode(code)) > 0 {
			return code, digits[n:]
		}
	}
	return 0, digits
}

// describes reports whether the description of a kind of numbers takes the national number.
func describes(d *phonenumbers.PhoneNumberDesc, national string) bool {
	if d == nil {
		return false
	}
	if lengths := d.GetPossibleLength(); len(lengths) > 0 && !slices.Contains(lengths, int32(len(national))) {
		return false
	}
	return phonenumbers.MatchNationalNumber(national, d, false)
}

// issues reports whether the plan has the national number. It asks for the commonest kinds first.
func issues(m *phonenumbers.PhoneMetadata, national string) bool {
	for _, d := range []*phonenumbers.PhoneNumberDesc{
		m.GetFixedLine(), m.GetMobile(), m.GetTollFree(), m.GetVoip(), m.GetPremiumRate(), m.GetSharedCost(),
		m.GetUan(), m.GetPersonalNumber(), m.GetPager(), m.GetVoicemail(),
	} {
		if describes(d, national) {
			return describes(m.GetGeneralDesc(), national)
		}
	}
	return false
}

// usualLength reports whether ordinary lines of the plan have so many digits.
func usualLength(m *phonenumbers.PhoneMetadata, n int) bool {
	return len(m.GetFixedLine().GetExampleNumber()) == n || len(m.GetMobile().GetExampleNumber()) == n
}

// internationalPrefixes returns what people in the region dial before a calling code. "00" is common enough to be
// typed everywhere.
func internationalPrefixes(m *phonenumbers.PhoneMetadata) []string {
	prefixes := []string{"00"}
	if m == nil {
		return append(prefixes, "011", "810")
	}
	own := m.GetPreferredInternationalPrefix()
	if own == "" {
		own = m.GetInternationalPrefix()
	}
	if own = strings.ReplaceAll(own, "~", ""); own != "00" && digitsOf(own) == own && own != "" {
		prefixes = append([]string{own}, prefixes...)
	}
	return prefixes
}
