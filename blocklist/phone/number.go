package phone

import (
	"slices"
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
)

// kinds says what each type of the metadata is here.
var kinds = map[phonenumbers.PhoneNumberType]blocklist.Kind{
	phonenumbers.FIXED_LINE:           blocklist.KindFixedLine,
	phonenumbers.MOBILE:               blocklist.KindMobile,
	phonenumbers.FIXED_LINE_OR_MOBILE: blocklist.KindFixedLineOrMobile,
	phonenumbers.TOLL_FREE:            blocklist.KindTollFree,
	phonenumbers.PREMIUM_RATE:         blocklist.KindPremium,
	phonenumbers.SHARED_COST:          blocklist.KindSharedCost,
	phonenumbers.VOIP:                 blocklist.KindVoIP,
	phonenumbers.PERSONAL_NUMBER:      blocklist.KindPersonal,
	phonenumbers.PAGER:                blocklist.KindPager,
	phonenumbers.UAN:                  blocklist.KindUAN,
	phonenumbers.VOICEMAIL:            blocklist.KindVoicemail,
}

// satelliteCodes are the calling codes of global networks: Inmarsat 870, other satellite systems 881, and the
// networks of 882 and 883 (ITU-T E.164, list of assigned codes).
var satelliteCodes = []int32{870, 881, 882, 883}

// finished makes the Number of a reading.
func (r Reader) finished(w reading, input, extension string) blocklist.Number {
	n := blocklist.Number{Input: input, Extension: extension}
	switch {
	case w.code != "":
		n.Kind, n.Short, n.Region, n.Display = blocklist.KindShort, w.code, w.region, w.code
		return n
	case w.unknown != "":
		n.Kind, n.E164 = blocklist.KindImpossible, "+"+w.unknown
		n.Display = n.E164
		return n
	}
	// The library's own E.164 format returns the text as typed when all digits are zero.
	n.E164 = "+" + strconv.Itoa(int(w.number.GetCountryCode())) + phonenumbers.GetNationalSignificantNumber(w.number)
	n.Region = r.regionOf(w.number)
	n.Kind = kindOf(w)
	n.Display = r.display(w.number, n.Region, n.Kind)
	return n
}

func kindOf(w reading) blocklist.Kind {
	switch {
	case !w.valid:
		return blocklist.KindImpossible
	case slices.Contains(satelliteCodes, w.number.GetCountryCode()):
		return blocklist.KindSatellite
	}
	return kinds[phonenumbers.GetNumberType(w.number)]
}

// regionOf returns the region of a number. A number that is not issued counts as one of the home country if that has
// the same calling code, else of the main country of the code.
func (r Reader) regionOf(n *phonenumbers.PhoneNumber) blocklist.Region {
	if region := phonenumbers.GetRegionCodeForNumber(n); region != "" {
		return blocklist.Region(region)
	}
	code := int(n.GetCountryCode())
	if phonenumbers.GetCountryCodeForRegion(string(r.Home)) == code {
		return r.Home
	}
	return blocklist.Region(phonenumbers.GetRegionCodeForCountryCode(code))
}

// display writes the number as people at home do: numbers of the home plan in national form, others in international
// form. Where the trunk prefix is 8, as in Russia, people write their own numbers with +7 and the like as well, and
// only numbers that cannot be dialled from abroad always begin with the 8.
func (r Reader) display(n *phonenumbers.PhoneNumber, region blocklist.Region, kind blocklist.Kind) string {
	sameCode := phonenumbers.GetCountryCodeForRegion(string(r.Home)) == int(n.GetCountryCode())
	plain := phonenumbers.PhoneNumber{
		CountryCode: n.CountryCode, NationalNumber: n.NationalNumber,
		ItalianLeadingZero: n.ItalianLeadingZero, NumberOfLeadingZeros: n.NumberOfLeadingZeros,
	}
	style := phonenumbers.INTERNATIONAL
	switch {
	case !sameCode || kind == blocklist.KindImpossible:
	case r.trunk() != "8":
		style = phonenumbers.NATIONAL
	case region == r.Home && kind != blocklist.KindMobile && kind != blocklist.KindFixedLine &&
		kind != blocklist.KindFixedLineOrMobile:
		style = phonenumbers.NATIONAL
	}
	return phonenumbers.Format(&plain, style)
}
