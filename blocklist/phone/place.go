package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"hangup/blocklist"
)

// Place returns the area a number belongs to, such as "Washington D.C.", in the language (a BCP 47 tag such as "ru")
// or else in English. It is empty when the number belongs to no area: a mobile in most countries, a short code, a
// number nobody issues. The first call for a language loads its areas, which takes a quarter of a second, so call
// it away from the screen.
func Place(n blocklist.Number, lang string) string {
	number, err := phonenumbers.Parse(n.E164, phonenumbers.UNKNOWN_REGION)
	if err != nil || !hasArea(n.Kind, number) {
		return ""
	}
	tag := language.Make(lang)
	base, _ := tag.Base()
	place, err := phonenumbers.GetGeocodingForNumber(number, base.String())
	if err != nil || isCountry(place, n.Region, tag) || isCountry(place, n.Region, language.English) {
		return ""
	}
	return strings.TrimSpace(place)
}

// hasArea follows libphonenumber's isNumberGeographical.
func hasArea(k blocklist.Kind, n *phonenumbers.PhoneNumber) bool {
	switch k {
	case blocklist.KindFixedLine, blocklist.KindFixedLineOrMobile:
		return true
	case blocklist.KindMobile:
		return phonenumbers.GEO_MOBILE_COUNTRIES[n.GetCountryCode()]
	}
	return false
}

// isCountry reports whether the place is just the name of the country.
func isCountry(place string, region blocklist.Region, lang language.Tag) bool {
	r, err := language.ParseRegion(string(region))
	if err != nil {
		return true
	}
	return place == "" || place == display.Regions(lang).Name(r)
}
