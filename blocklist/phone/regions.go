package phone

import (
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"hangup/blocklist"
)

// CallingCode returns the calling code of a country, such as "7" for Russia, or an empty string when it has none.
func CallingCode(r blocklist.Region) string {
	code := phonenumbers.GetCountryCodeForRegion(string(r))
	if code == 0 {
		return ""
	}
	return strconv.Itoa(code)
}

// Regions returns every country and territory that has telephone numbers of its own, in no order.
func Regions() []blocklist.Region {
	supported := phonenumbers.GetSupportedRegions()
	regions := make([]blocklist.Region, 0, len(supported))
	for r := range supported {
		regions = append(regions, blocklist.Region(r))
	}
	return regions
}
