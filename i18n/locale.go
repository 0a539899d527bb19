package i18n

import (
	"strings"

	"golang.org/x/text/language"

	"hangup/blocklist"
)

// ParseLocale reads a BCP 47 tag or a POSIX locale such as "ru_RU.UTF-8" or "sr@latin". ok is false for locales that
// name no language, such as "C" and "POSIX".
func ParseLocale(s string) (tag language.Tag, ok bool) {
	s, _, _ = strings.Cut(s, ".")
	s, _, _ = strings.Cut(s, "@")
	if s == "" || s == "C" || s == "POSIX" {
		return language.Und, false
	}
	tag, err := language.Parse(strings.ReplaceAll(s, "_", "-"))
	return tag, err == nil
}

// RegionOf returns the country that the first usable locale names, or else the one where its language is spoken
// most; empty when no locale says anything.
func RegionOf(locales ...string) blocklist.Region {
	for _, l := range locales {
		if tag, ok := ParseLocale(l); ok {
			if region, confidence := tag.Region(); confidence != language.No && region.IsCountry() {
				return blocklist.Region(region.String())
			}
		}
	}
	return ""
}
