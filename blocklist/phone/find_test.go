package phone_test

import (
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

// official stands for the starter list: short codes that the metadata do not have.
func official(code string, region blocklist.Region) bool {
	switch string(region) + " " + code {
	case "RU 900", "RU 0919", "GB 7726", "MY 997", "KZ 1477", "KR 1394", "IN 1930", "JP 188", "JP #9110":
		return true
	}
	return false
}

func reader(home blocklist.Region) phone.Reader {
	return phone.Reader{Home: home, ShortCodes: official}
}

// find returns the one number in text, and fails the test when there is any other count of them.
func find(t *testing.T, home blocklist.Region, text string) blocklist.Number {
	t.Helper()
	found, err := reader(home).Find(text)
	if err != nil {
		t.Fatalf("Find(%q) for %q: %v", text, home, err)
	}
	if len(found) != 1 {
		t.Fatalf("Find(%q) for %q found %d numbers: %+v", text, home, len(found), found)
	}
	return found[0]
}

// TestWaysOfWriting reads one number written in every way people write it.
func TestWaysOfWriting(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		want string
		ways []string
	}{
		{"RU", "+74951234567", []string{
			"8 (495) 123-45-67", "8-495-123-45-67", "84951234567", "+7 495 123 45 67", "+7(495)1234567",
			"7 495 123-45-67",
			"4951234567", "(495) 123-45-67", "8.495.123.45.67", "8 495 123 45 67", "8 495 123–45–67",
			"8 495 123—45—67", "8‑495‑123‑45‑67", "8 495 123−45−67", "+7 (495) 123\u200b45\u200b67",
			"\u202a+7 495 123-45-67\u202c", "\u200e+7 495 123-45-67\u200f", "\u2066+74951234567\u2069",
			"＋７ ４９５ １２３ー４５ー６７", "٨ ٤٩٥ ١٢٣ ٤٥ ٦٧", "८ ४९५ १२३ ४५ ६७", "8\u2060495\u2060123\u206045\u206067", "+8 (495) 123-45-67",
			"тел. 8 (495) 123-45-67", "Тел:+7(495)1234567", "tel:+7-495-123-45-67", "tel:+74951234567;isub=1",
			"tel:123-45-67;phone-context=+7495", "Номер телефона: 8 495 123 45 67", "8,495,123,45,67",
			"8/495/123-45-67",
			"8 [495] 123-45-67", "8~495~123~45~67", "8_495_123_45_67", "00 7 495 123 45 67", "810 7 495 123 45 67",
			"8 10 7 495 123 45 67", "т.84951234567", "+7 495 123-45-67.", "«8 495 123-45-67»", "8 495 123-45-67 (2)",
			"8 4 9 5 1 2 3 4 5 6 7", "https://wa.me/74951234567", "viber://chat?number=%2B74951234567",
			"+7 8 495 123 45 67",
		}},
		{"RU", "+79161234567", []string{
			"8 916 123-45-67", "89161234567", "9161234567", "916 123 45 67", "+79161234567", "79161234567",
		}},
		{"RU", "+73412221219", []string{"8 (3412) 22-12-19", "+7 3412 221219", "8 3412 22 12 19"}},
		{"RU", "+442079460018", []string{
			"810 44 20 7946 0018", "8-10-44-20-7946-0018", "8~10 44 20 7946 0018", "0044 20 7946 0018",
		}},
		{"US", "+14692576503", []string{
			"(469) 257-6503", "469-257-6503", "469.257.6503", "1-469-257-6503", "1 (469) 257-6503", "+1 469 257 6503",
			"4692576503", "14692576503", "001 469 257 6503", "call 469 257 6503", "Phone # 469-257-6503",
			"+1 (469) 257–6503",
			"tel:257-6503;phone-context=+1-469", "Caller ID: 469-257-6503",
		}},
		{"US", "+442079460018", []string{
			"011 44 20 7946 0018", "+44 20 7946 0018", "442079460018", "+44 (0)20 7946 0018",
		}},
		{"US", "+18006334227", []string{"1-800-MEDICARE", "1-800-633-4227", "1-800-MED-ICARE", "800-MEDICARE"}},
		{"GB", "+442079460018", []string{
			"020 7946 0018", "(020) 7946 0018", "+44 20 7946 0018", "+44 (0)20 7946 0018", "0044 20 7946 0018",
			"02079460018", "442079460018", "2079460018",
		}},
		{"GB", "+447911123456", []string{"07911 123456", "07911-123-456", "+44 7911 123456", "mobile: 07911 123456"}},
		{"DE", "+4930123456", []string{
			"030 123456", "030/123456", "(030) 12 34 56", "+49 30 123456", "0049 30 123456", "+49 (0) 30 123456",
			"Tel. 030-123456", "030 – 123456",
		}},
		{"DE", "+4915123456789", []string{
			"01512 3456789", "0151/23456789", "+49 151 23456789", "Handynummer 0151 23456789",
		}},
		{"FR", "+33612345678", []string{
			"06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "0612345678", "+33 6 12 34 56 78",
			"+33 (0)6 12 34 56 78", "0033612345678", "6 12 34 56 78",
		}},
		{"KZ", "+77011234567", []string{
			"8 701 123 45 67", "+7 701 123 4567", "8 (701) 1234567", "7011234567", "87011234567",
		}},
		{"KZ", "+77272581234", []string{"8 (727) 258-12-34", "8 7272 58 12 34", "+7 727 258 12 34"}},
		{"UA", "+380501234567", []string{
			"050 123 45 67", "(050) 123-45-67", "+38 050 123 45 67", "+380 50 123 4567", "8 050 123 45 67",
			"8-050-123-45-67", "380501234567", "501234567", "00380501234567",
		}},
		{"BY", "+375291234567", []string{
			"8 029 123-45-67", "80291234567", "+375 29 123-45-67", "029 123 45 67", "+375 (29) 1234567", "291234567",
			"8 (029) 123 45 67", "375291234567",
		}},
		{"IN", "+919876543210", []string{
			"98765 43210", "098765 43210", "+91-98765-43210", "919876543210", "+91 ९८७६५ ४३२१०", "0091 98765 43210",
		}},
		{"BR", "+5511987654321", []string{
			"(11) 98765-4321", "11 98765 4321", "+55 11 98765-4321", "0 21 11 98765-4321", "(0xx11) 98765-4321",
			"011 98765-4321",
		}},
		{"JP", "+81312345678", []string{
			"03-1234-5678", "０３ー１２３４ー５６７８", "(03)1234-5678", "+81 3-1234-5678", "010 81 3 1234 5678", "03・1234・5678",
		}},
		{"SG", "+6561234567", []string{"6123 4567", "61234567", "+65 6123 4567", "6123-4567", "001 65 6123 4567"}},
		{"", "+79161234567", []string{"+7 916 123 45 67", "00 7 916 123 45 67", "tel:+7-916-123-45-67"}},
		{"ZZ", "+14692576503", []string{"+1 469-257-6503"}},
		{"DE", "+8613812345678", []string{"+86 138 1234 5678", "+86-138-1234-5678", "008613812345678"}},
	} {
		for _, way := range c.ways {
			t.Run(string(c.home)+" "+way, func(t *testing.T) {
				if got := find(t, c.home, way); got.E164 != c.want {
					t.Errorf("got %q, want %q", got.E164, c.want)
				}
			})
		}
	}
}

// TestKinds checks what is told of a number beside its digits.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		home    blocklist.Region
		text    string
		kind    blocklist.Kind
		region  blocklist.Region
		display string
	}{
		{"RU", "89161234567", blocklist.KindMobile, "RU", "+7 916 123-45-67"},
		{"RU", "84951234567", blocklist.KindFixedLine, "RU", "+7 495 123-45-67"},
		{"RU", "88005553535", blocklist.KindTollFree, "RU", "8 (800) 555-35-35"},
		{"RU", "88095553535", blocklist.KindPremium, "RU", "8 (809) 555-35-35"},
		{"RU", "+77011234567", blocklist.KindMobile, "KZ", "+7 701 123 4567"},
		{"RU", "+1 202 555 0143", blocklist.KindFixedLineOrMobile, "US", "+1 202-555-0143"},
		{"US", "+1 202 555 0143", blocklist.KindFixedLineOrMobile, "US", "(202) 555-0143"},
		{"US", "+1 416 555 0143", blocklist.KindFixedLineOrMobile, "CA", "(416) 555-0143"},
		{"US", "900 234 5678", blocklist.KindPremium, "US", "(900) 234-5678"},
		{"GB", "09011234567", blocklist.KindPremium, "GB", "0901 123 4567"},
		{"GB", "08001111", blocklist.KindTollFree, "GB", "0800 1111"},
		{"GB", "07012345678", blocklist.KindPersonal, "GB", "070 1234 5678"},
		{"GB", "05612345678", blocklist.KindVoIP, "GB", "056 1234 5678"},
		{"FR", "0820 12 34 56", blocklist.KindSharedCost, "FR", "0 820 12 34 56"},
		{"GB", "0300 123 2040", blocklist.KindUAN, "GB", "0300 123 2040"},
		{"GB", "+44 1632 960123", blocklist.KindImpossible, "GB", "+44 1632 960123"},
		{"FR", "0612345678", blocklist.KindMobile, "FR", "06 12 34 56 78"},
		{"DE", "030123456", blocklist.KindFixedLine, "DE", "030 123456"},
		{"RU", "+870 773 123 456", blocklist.KindSatellite, "001", "+870 773 123 456"},
		{"RU", "+8816 12345678", blocklist.KindSatellite, "001", "+881 6 123 45678"},
		{"RU", "+882 16 1234567", blocklist.KindSatellite, "001", "+882 16 123 4567"},
		{"RU", "+883 510 012345", blocklist.KindSatellite, "001", "+883 510 012 345"},
		{"RU", "+800 1234 5678", blocklist.KindTollFree, "001", "+800 1234 5678"},
		{"RU", "+979 123 456 789", blocklist.KindPremium, "001", "+979 1 2345 6789"},
		{"RU", "+7 123 456 78 90", blocklist.KindImpossible, "RU", "+7 1234567890"},
		{"US", "000-000-0000", blocklist.KindImpossible, "US", "+1 0000000000"},
		{"RU", "+999 123 4567", blocklist.KindImpossible, "", "+9991234567"},
	} {
		t.Run(c.text, func(t *testing.T) {
			n := find(t, c.home, c.text)
			if n.Kind != c.kind || n.Region != c.region || n.Display != c.display {
				t.Errorf("got %v, %q, %q; want %v, %q, %q", n.Kind, n.Region, n.Display, c.kind, c.region, c.display)
			}
			if _, ok := n.Value(); !ok {
				t.Errorf("%q has no value to look up", n.E164)
			}
		})
	}
}

func TestExtensions(t *testing.T) {
	for _, text := range []string{
		"8 495 123-45-67 доб. 123", "8 495 123-45-67 доб.123", "8(495)1234567доб123", "8 495 123-45-67 добавочный 123",
		"8 495 123-45-67, вн. 123", "8 495 123-45-67 (доб. 123)", "+7 495 123-45-67 ext 123",
		"+7 495 123-45-67 ext. 123",
		"+7 495 123-45-67 x123", "+7 495 123-45-67 #123", "+7 495 123-45-67,,123#", "tel:+7-495-123-45-67;ext=123",
		"+7 495 123-45-67 extension 123", "+7 495 123-45-67 anexo 123", "+7 495 123-45-67 доб. 123.",
	} {
		t.Run(text, func(t *testing.T) {
			if n := find(t, "RU", text); n.E164 != "+74951234567" || n.Extension != "123" {
				t.Errorf("got %q with extension %q", n.E164, n.Extension)
			}
		})
	}
}

func TestShortCodes(t *testing.T) {
	for _, c := range []struct {
		home   blocklist.Region
		text   string
		short  string
		region blocklist.Region
	}{
		{"RU", "900", "900", "RU"},
		{"RU", "0919", "0919", "RU"},
		{"RU", "112", "112", "RU"},
		{"RU", "102", "102", "RU"},
		{"RU", " 1 1 2 ", "112", "RU"},
		{"RU", "١١٢", "112", "RU"},
		{"RU", "+7 900", "900", "RU"},
		{"RU", "+900", "900", "RU"},
		{"RU", "+44 159", "159", "GB"},
		{"RU", "+44159", "159", "GB"},
		{"RU", "0044 159", "159", "GB"},
		{"RU", "+60 997", "997", "MY"},
		{"RU", "звонили с 900", "900", "RU"},
		{"RU", "Мне позвонили с номера 900, говорят из банка", "900", "RU"},
		{"RU", "пришло СМС от 0919 с просьбой", "0919", "RU"},
		{"RU", "tel:112", "112", "RU"},
		{"GB", "159", "159", "GB"},
		{"GB", "+44 159", "159", "GB"},
		{"GB", "got a call from 159 today", "159", "GB"},
		{"GB", "text from 7726", "7726", "GB"},
		{"MY", "997", "997", "MY"},
		{"SG", "1799", "1799", "SG"},
		{"KR", "1394", "1394", "KR"},
		{"KZ", "1477", "1477", "KZ"},
		{"DE", "116 116", "116116", "DE"},
		{"US", "911", "911", "US"},
		{"US", "text from 72645", "72645", "US"},
		{"FR", "3900", "3900", "FR"},
		{"CN", "96110", "96110", "CN"},
		{"JP", "#9110", "#9110", "JP"},
		{"", "+44 159", "159", "GB"},
	} {
		t.Run(string(c.home)+" "+c.text, func(t *testing.T) {
			n := find(t, c.home, c.text)
			if n.Kind != blocklist.KindShort || n.Short != c.short || n.Region != c.region || n.E164 != "" {
				t.Errorf("got %+v, want short code %s of %s", n, c.short, c.region)
			}
		})
	}
}

func TestHiddenNumbers(t *testing.T) {
	for _, text := range []string{
		"скрыт", "Скрыт", "Скрытый номер", "номер скрыт", "Номер не определён", "номер не определен",
		"НЕИЗВЕСТНЫЙ НОМЕР",
		"неизвестный", "без номера", "Без номера.", "Звонят со скрытого номера по ночам", "номер не определился",
		"анонимный звонок? аноним, анонимный номер",
		"private", "Private number", "No Caller ID", "no caller-id", "withheld", "Number withheld", "Unknown",
		"unknown number",
		"Blocked", "I got a call from a private number", "(unknown)", "Restricted", "anonymous caller",
		"unterdrückt", "Unbekannte Nummer", "Rufnummer unterdrückt", "Anonym", "masqué", "Numéro masqué",
		"appel masqué", "Inconnu",
		"número oculto", "Número privado", "desconocido", "numero sconosciuto", "Privato", "numer zastrzeżony",
		"gizli numara",
		"прихований номер", "схаваны нумар", "жасырын нөмір", "非通知", "未知号码", "发 未知来电", "발신번호표시제한", "رقم خاص",
		"अज्ञात नंबर",
		"Anônimo", "ukjent nummer", "Onbekend", "מספר חסוי", "nomor tidak dikenal",
	} {
		t.Run(text, func(t *testing.T) {
			n := find(t, "RU", text)
			if n.Kind != blocklist.KindHidden || n.E164 != "" || n.Short != "" || n.Region != "" || n.Input == "" {
				t.Errorf("got %+v, want a hidden number", n)
			}
		})
	}
}
