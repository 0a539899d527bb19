package phone_test

import (
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

func TestCallingCode(t *testing.T) {
	for region, want := range map[blocklist.Region]string{"RU": "7", "KZ": "7", "GB": "44", "ZZ": "", "": ""} {
		if got := phone.CallingCode(region); got != want {
			t.Errorf("CallingCode(%q) = %q, want %q", region, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"+44 20 7946 0018", "en", "London"},
		{"+1 650 253 0000", "en", "Mountain View, CA"},
		{"+1 202 555 0143", "ru", "Washington D.C."},
		{"+7 812 123 45 67", "ru-RU", "г. Санкт-Петербург"},
		{"+49 30 123456", "de", "Berlin"},
		{"+7 916 123 45 67", "ru", ""},
		{"+7 800 555 35 35", "ru", ""},
		{"+44 159", "en", ""},
		{"+999 123 4567", "en", ""},
		{"private", "en", ""},
	} {
		if got := phone.Place(find(t, "RU", c.text), c.lang); got != c.want {
			t.Errorf("Place(%s, %s) = %q, want %q", c.text, c.lang, got, c.want)
		}
	}
	if got := phone.Place(blocklist.Number{}, "en"); got != "" {
		t.Errorf("no number has the place %q", got)
	}
}
