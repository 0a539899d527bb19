package i18n_test

import (
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/i18n"
)

func load(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSay(t *testing.T) {
	b := load(t)
	count := func(n int) blocklist.Message {
		return blocklist.Message{ID: "reason.complained", Args: blocklist.Args{"Count": n}}
	}
	left := func(d time.Duration) blocklist.Message {
		return blocklist.Message{ID: "list.bytes_left", Args: blocklist.Args{"Done": 512, "Total": 1024, "Left": d}}
	}
	december := blocklist.MonthOf(time.Date(2025, 12, 11, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		lang string
		m    blocklist.Message
		want string
	}{
		{"en", count(1), "1 person complained about this number."},
		{"en", count(3), "3 people complained about this number."},
		{"ru", count(1), "На этот номер пожаловался 1 человек."},
		{"ru", count(3), "На этот номер пожаловались 3 человека."},
		{"ru", count(12), "На этот номер пожаловались 12 человек."},
		{"ru", count(21), "На этот номер пожаловался 21 человек."},
		{"en", blocklist.Message{ID: "reason.foreign", Args: blocklist.Args{"Country": blocklist.Region("KZ")}}, "The number is from another country: Kazakhstan."},
		{"ru", blocklist.Message{ID: "reason.foreign", Args: blocklist.Args{"Country": blocklist.Region("KZ")}}, "Номер из другой страны: Казахстан."},
		{"en", blocklist.Message{ID: "reason.last_complaint", Args: blocklist.Args{"Month": december}}, "Last complaint: December 2025."},
		{"ru", blocklist.Message{ID: "reason.last_complaint", Args: blocklist.Args{"Month": december}}, "Последняя жалоба: декабрь 2025."},
		{"ru", blocklist.Message{ID: "verdict.known.title", Args: blocklist.Args{"Name": "{{.Count}} <b>%d"}}, "Чей это номер: {{.Count}} <b>%d."},
		{"en", left(80 * time.Second), "512 of 1,024 KB. Time left: 1:20."},
		{"ru", left(2*time.Hour + 5*time.Second), "512 из 1\u00a0024 КБ. Осталось: 2:00:05."},
		{"en", blocklist.Say("no.such.id"), "no.such.id"},
	} {
		if got := b.Words(c.lang).Say(c.m); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.lang, c.m.ID, got, c.want)
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	b := load(t)
	day := time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC)
	if got := b.Words("en").Number(298949); got != "298,949" {
		t.Errorf("en number: %q", got)
	}
	if got := b.Words("ru").Number(298949); got != "298\u00a0949" {
		t.Errorf("ru number: %q", got)
	}
	if got := b.Words("en").Date(day); got != "20 November 2026" {
		t.Errorf("en date: %q", got)
	}
	if got := b.Words("ru").Date(day); got != "20 ноября 2026" {
		t.Errorf("ru date: %q", got)
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{nil, "en"},
		{[]string{"C"}, "en"},
		{[]string{"ru_RU.UTF-8"}, "ru"},
		{[]string{"en_GB"}, "en"},
		{[]string{"", "ru"}, "ru"},
		{[]string{"ja_JP.UTF-8"}, "en"},
		{[]string{"../../etc"}, "en"},
	} {
		if got := i18n.Match(c.wishes...); got != c.want {
			t.Errorf("%v: got %s, want %s", c.wishes, got, c.want)
		}
	}
}

func TestRegionOf(t *testing.T) {
	for _, c := range []struct {
		locale string
		want   blocklist.Region
	}{
		{"ru_RU.UTF-8", "RU"}, {"en_GB", "GB"}, {"ru", "RU"}, {"C", ""}, {"", ""}, {"ru_KZ", "KZ"}, {"es_419", ""},
	} {
		if got := i18n.RegionOf(c.locale); got != c.want {
			t.Errorf("%q: got %q, want %q", c.locale, got, c.want)
		}
	}
}
