package phone_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

// TestSecretsAreRefused checks that a text with nothing but a secret is refused without repeating any of it.
func TestSecretsAreRefused(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		text string
	}{
		{"RU", "4276 1234 5678 9010"},
		{"RU", "4276-1234-5678-9010"},
		{"RU", "4276123456789010"},
		{"RU", "+4276 1234 5678 9010"},
		{"RU", "٤٢٧٦ ١٢٣٤ ٥٦٧٨ ٩٠١٠"},
		{"RU", "карта 2202 2061 1234 5678"},
		{"RU", "моя карта 2202 2061 1234 5678 срок 12/27"},
		{"RU", "2200 1234 5678 9012 345"},
		{"US", "5555555555554444"},
		{"US", "3782 822463 10005"},
		{"US", "378282246310005"},
		{"US", "6011 1111 1111 1117"},
		{"SG", "6123 4567 6765 4321"},
		{"", "4276 1234 5678 9010"},
		{"RU", "4821"},
		{"RU", "48 21"},
		{"RU", "482913"},
		{"RU", "482-913"},
		{"US", "482913"},
		{"US", "4821"},
		{"DE", "12345"},
		{"", "4821"},
		{"RU", "PIN 1234"},
		{"RU", "пин-код 1234"},
		{"RU", "Пин: 1234"},
		{"RU", "мой пинкод 1234 на карте"},
		{"RU", "код из смс 123456"},
		{"RU", "Код подтверждения для входа в Сбербанк Онлайн: 48291"},
		{"RU", "Никому не сообщайте код\n482913"},
		{"RU", "CVV 123"},
		{"RU", "пароль 48291357"},
		{"RU", "номер карты 1234"},
		{"RU", "одноразовый пароль 482-913, действует 5 минут"},
		{"RU", "482913 — ваш код для входа"},
		{"US", "code 482913"},
		{"US", "482913 is your Google verification code"},
		{"US", "Your one-time passcode is 4829 13"},
		{"DE", "Ihre TAN lautet 482913"},
		{"FR", "Votre code est 482913"},
		{"BR", "Seu código é 482913"},
		{"CN", "您的验证码是482913"},
	} {
		t.Run(c.text, func(t *testing.T) {
			found, err := reader(c.home).Find(c.text)
			if !errors.Is(err, phone.ErrSecret) || len(found) > 0 {
				t.Fatalf("got %+v, %v; want a refusal", found, err)
			}
			told := []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", blocklist.Explain(err))}
			for _, s := range told {
				if strings.ContainsAny(s, "123456789") {
					t.Errorf("the refusal repeats digits: %s", s)
				}
			}
		})
	}
}

// TestSecretsBesideNumbers checks that a secret never becomes part of a result.
func TestSecretsBesideNumbers(t *testing.T) {
	for _, c := range []struct {
		home       blocklist.Region
		text, want string
		secrets    []string
	}{
		{"RU", "Код 4821. Никому не говорите. 8 800 555 35 50", "+78005553550", []string{"4821"}},
		{"RU", "код 4821 8 800 555 35 50", "+78005553550", []string{"4821"}},
		{"RU", "код 482 913 8 800 555 35 50", "+78005553550", []string{"482", "913"}},
		{"RU", "4276 1234 5678 9010 8 916 123-45-67", "+79161234567", []string{"4276", "9010"}},
		{"RU", "+7 916 123-45-67 просил карту 2202 2061 1234 5678", "+79161234567", []string{"2202", "5678"}},
		{"RU", "СМС с 900: код 482913", "900", []string{"482913"}},
		{"RU", "482913 - ваш код. Звонили с 8 916 123-45-67", "+79161234567", []string{"482913"}},
		{"US", "(469) 257-6503 wants my code 482913", "+14692576503", []string{"482913"}},
		{"RU", "tel:+74951234567;ext=4276123456789010", "+74951234567", []string{"4276", "9010"}},
		{"DK", "card 2202 2061 1234, call 32 12 34 56", "+4532123456", []string{"2202", "2061"}},
	} {
		t.Run(c.text, func(t *testing.T) {
			n := find(t, c.home, c.text)
			if n.E164+n.Short != c.want {
				t.Errorf("got %s%s, want %s", n.E164, n.Short, c.want)
			}
			for _, secret := range c.secrets {
				if strings.Contains(fmt.Sprintf("%+v", n), secret) {
					t.Errorf("%q is in the result %+v", secret, n)
				}
			}
		})
	}
}

// TestNotSecrets checks that numbers which share a trait with secrets are read all the same.
func TestNotSecrets(t *testing.T) {
	for _, c := range []struct {
		home       blocklist.Region
		text, want string
	}{
		{"DE", "+49 1512 3456780", "+4915123456780"},
		{"DE", "+49 1512 3456788", "+4915123456788"},
		{"BR", "5511987654321", "+5511987654321"},
		{"RU", "код города 495, телефон 8 495 123-45-67", "+74951234567"},
		{"RU", "код 8 (495) 123-45-67", "+74951234567"},
		{"GB", "area code 020 7946 0018", "+442079460018"},
		{"RU", "код пришёл с номера 900", "900"},
		{"SG", "They wanted a code and all my details, it was 6123 4567", "+6561234567"},
		{"RU", "89161234567 р.", "+79161234567"},
		{"RU", "мошенник просил код, звонил с 8 916 123-45-67", "+79161234567"},
	} {
		t.Run(c.text, func(t *testing.T) {
			if n := find(t, c.home, c.text); n.E164+n.Short != c.want {
				t.Errorf("got %s%s, want %s", n.E164, n.Short, c.want)
			}
		})
	}
	for last := range 10 { // one of ten passes the check digit of a card
		text := fmt.Sprintf("+49 1512 345678%d", last)
		if n := find(t, "DE", text); n.Kind != blocklist.KindMobile {
			t.Errorf("%s: got %v", text, n.Kind)
		}
	}
}
