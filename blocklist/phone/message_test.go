package phone_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

// TestMessages reads numbers inside other words, where dates, sums and order numbers are digits too.
func TestMessages(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		text string
		want []string
	}{
		{"RU", "Вам звонили: +79161234567 (3 раза) 12.05.2024 в 15:30. Баланс 5 000 руб.", []string{"+79161234567"}},
		{"RU", "8 916 123 45 67 8 903 765 43 21", []string{"+79161234567", "+79037654321"}},
		{"RU", "89161234567, 89037654321; +44 20 7946 0018", []string{"+79161234567", "+79037654321", "+442079460018"}},
		{"RU", "8 916 123-45-67\n8 (495) 123-45-67\n+7 916 123 45 67", []string{"+79161234567", "+74951234567"}},
		{"RU", "Сбер, служба безопасности, тел. 8 (495) 123-45-67 доб. 12, или 8 800 555-35-35", []string{
			"+74951234567", "+78005553535",
		}},
		{"RU", "Перевод 89161234567 на 15000р выполнен", []string{"+79161234567"}},
		{"RU", "12.05.2024 8 916 123-45-67 15:30:05", []string{"+79161234567"}},
		{"RU", "ИНН 7707083893, заказ 89161234567, звонить 8 495 123 45 67", []string{"+74951234567"}},
		{"RU", "звонили с 9161234567", []string{"+79161234567"}},
		{"RU", "мама +7 916 123-45-67 и папа +7 903 765-43-21", []string{"+79161234567", "+79037654321"}},
		{"RU", "Звоните 900 или 8 800 555-35-35", []string{"900", "+78005553535"}},
		{"RU", "пишите на ivan89161234567@mail.ru или https://site.ru/89161234567, тел 8 495 123-45-67", []string{
			"+74951234567",
		}},
		{"RU", "Контакты:\tИван\t89161234567\t12 лет", []string{"+79161234567"}},
		{"RU", "вчера звонили c +999 123 45 67, странно", []string{"+9991234567"}},
		{"US", "They called from 123-456-7890, case number 5568, press 1", []string{"+11234567890"}},
		{"RU", "говорят, что +7 123 456 78 90 это банк", []string{"+71234567890"}},
		{"RU", "<a href=\"tel:+74951234567\">8 (495) 123-45-67</a>", []string{"+74951234567"}},
		{"RU", "С 1941-1945 и 2020-2024, 12/05/24, 100%, 1 500 000 ₽, 8 495 123-45-67", []string{"+74951234567"}},
		{
			"US",
			"Call me at (469) 257-6503 or 1-800-555-1234 ext. 5 by 12/05/2024 5:30 PM, order 8009423767, $1,500",
			[]string{"+14692576503", "+18005551234"},
		},
		{"US", "They rang from 256-644-5079 twice. Total: 4692576503 USD", []string{"+12566445079"}},
		{"GB", "Ring 020 7946 0018 or 07911 123456 (account 12345678, sort code 12-34-56)", []string{
			"+442079460018", "+447911123456",
		}},
		{"DE", "030 123456 030 654321", []string{"+4930123456", "+4930654321"}},
		{"DE", "Ihre Bestellung 4711123456 vom 12.05.2024, Rückfragen: 030 123456", []string{"+4930123456"}},
		{"FR", "Appelez le 06 12 34 56 78 ou le 01.23.45.67.89 avant le 12/05/2024, 1 500 €", []string{
			"+33612345678", "+33123456789",
		}},
		{"KZ", "Звонили с 8 701 123 45 67 и 1477", []string{"+77011234567"}},
		{"UA", "Телефонував 050 123 45 67, а потім 0 800 505 170", []string{"+380501234567", "+380800505170"}},
		{"SG", "Calls from 6123 4567 and 9123 4567.", []string{"+6561234567", "+6591234567"}},
		{"JP", "電話番号は03-1234-5678です。2024年5月12日", []string{"+81312345678"}},
		{"BR", "Ligaram de (11) 98765-4321, pedindo R$ 1.500,00 no dia 12/05/2024", []string{"+5511987654321"}},
		{"IN", "Call from 98765 43210 asking Rs 50000", []string{"+919876543210"}},
	} {
		t.Run(c.text, func(t *testing.T) {
			found, err := reader(c.home).Find(c.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range found {
				got = append(got, n.E164+n.Short)
				if !strings.Contains(c.text, n.Input) {
					t.Errorf("input %q is not in the text", n.Input)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		text string
		want *blocklist.Error
	}{
		{"RU", "", phone.ErrEmpty},
		{"RU", " \u200b\u202a\n", phone.ErrEmpty},
		{"RU", "?!", phone.ErrNothingFound},
		{"RU", "мне звонили и просили перевести деньги", phone.ErrNothingFound},
		{"RU", "12.05.2024 15:30", phone.ErrNothingFound},
		{"RU", "перевели 500 рублей", phone.ErrNothingFound},
		{"RU", "с 10 до 18 часов каждый день кроме выходных", phone.ErrNothingFound},
		{"RU", "Сбербанк", phone.ErrLetters},
		{"RU", "Мария Ивановна", phone.ErrLetters},
		{"RU", "8-916-ABC-45-67", phone.ErrLetters},
		{"RU", "8 916 123", phone.ErrTooShort},
		{"RU", "123-45-67", phone.ErrTooShort},
		{"RU", "12", phone.ErrTooShort},
		{"RU", "+7 916 123", phone.ErrTooShort},
		{"RU", "тел. 1234", phone.ErrTooShort},
		{"RU", "8 916 ***-**-67", phone.ErrTooShort},
		{"RU", "Мне звонили с номера 4821", phone.ErrTooShort},
		{"US", "The reason you receive this call is that you may press 1 for an agent", phone.ErrNothingFound},
		{"US", "257-6503", phone.ErrTooShort},
		{"RU", "8 916 123 45 678", phone.ErrTooLong},
		{"RU", "+7 916 123 45 678", phone.ErrTooLong},
		{"RU", "+999 12345 67890 12345", phone.ErrTooLong},
		{"RU", "11111111111111111111111111", phone.ErrTooLong},
		{"", "8 916 123 45 67", phone.ErrNoCountry},
		{"ZZ", "(469) 257-6503", phone.ErrNoCountry},
		{"", "112", phone.ErrNoCountry},
		{"RU", strings.Repeat("89161234567 ", 2000), phone.ErrTextTooLong},
	} {
		t.Run(c.text[:min(len(c.text), 40)], func(t *testing.T) {
			found, err := reader(c.home).Find(c.text)
			if !errors.Is(err, c.want) || len(found) > 0 {
				t.Errorf("got %v, %v; want %v", found, err, c.want)
			}
		})
	}
}
