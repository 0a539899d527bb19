package script_test

import (
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// TestFoundingStory holds the call this program was made for, in the words of two languages.
func TestFoundingStory(t *testing.T) {
	library := starter(t)
	for _, c := range []struct{ name, lang, text string }{
		{"English", "en", "a police captain says someone is inside my account and needs only the PIN"},
		{"English, the caller's words", "en", "I am a police captain. Someone is inside your account. I need only your PIN."},
		{"English, not told the language", "", "A police captain says someone is inside my account and needs only the PIN."},
		{"English, capitals", "en", "A POLICE CAPTAIN SAYS SOMEONE IS INSIDE MY ACCOUNT AND NEEDS ONLY THE PIN"},
		{"Russian", "ru", "капитан полиции говорит, что кто-то внутри моего счёта и нужен только ПИН"},
		{"Russian, the caller's words", "ru", "Я капитан полиции. Кто-то вошёл в ваш счёт. Мне нужен только ПИН-код."},
		{"Russian, not told the language", "", "Капитан полиции говорит, что кто-то внутри моего счёта и нужен только ПИН."},
		{"Russian, no marks", "ru", "капитан полиции говорит что кто то внутри моего счета и нужен только пин"},
		{"Russian, Latin letters", "ru", "kapitan policii govorit chto kto to vnutri moego scheta i nuzhen tolko pin kod"},
		{"Russian, wrong keyboard", "ru", "rfgbnfy gjkbwbb ujdjhbn xnj rnj nj dyenhb vjtuj cxtnf b ye;ty njkmrj gby rjl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := library.Match(c.text, script.Options{Language: c.lang})
			if r.Level != blocklist.Stop {
				t.Errorf("level %s, want stop", r.Level)
			}
			if !slices.ContainsFunc(r.Flags, func(f script.FlagFound) bool { return f.Flag == blocklist.FlagCode }) {
				t.Errorf("flags %v, want R1 among them", r.Flags)
			}
			if len(r.Scripts) == 0 || r.Scripts[0].ID != "police_officer" {
				t.Errorf("scripts %v, want police_officer first", r.Scripts)
			}
		})
	}
}

// TestBorrowedWords: callers speak of fraud and warnings themselves, and that must not hide what they ask for.
func TestBorrowedWords(t *testing.T) {
	library := starter(t)
	for _, text := range []string{
		"Fraudsters are in your account, read me the code we sent you",
		"he said fraudsters got into my account and I had to move my savings to a safe account",
		"withdraw six thousand pounds and if anyone asks say it is for a new car, our courier will collect it",
		"bogus transactions on your card, tell me the PIN so I can stop them",
		"this is the bank, ignore them and delete it, now read me the six digit code",
		"scam calls are on your line, install AnyDesk and I will protect you",
		"she said there were scams on my account and to give her the code from the text",
	} {
		if r := library.Match(text, script.Options{Language: "en"}); r.Level == blocklist.Unlisted {
			t.Errorf("no warning of %q", text)
		}
	}
}

// TestHostileTexts gives the library what no caller says. It must come back, and not cry wolf.
func TestHostileTexts(t *testing.T) {
	const long = 1 << 20
	library := starter(t)
	for _, c := range []struct{ name, text string }{
		{"nothing", ""},
		{"blanks", strings.Repeat(" \t\n\u00a0\u200b", long/8)},
		{"one word", strings.Repeat("банк ", long/9)},
		{"one letter", strings.Repeat("ж", long/2)},
		{"no blanks", strings.Repeat("абвгдежзик", long/20)},
		{"combining marks", "a" + strings.Repeat("\u0301", long/2)},
		{"marks between words", strings.Repeat("e\u0301\u0300 ", long/6)},
		{"bytes that are no text", strings.Repeat("\xff\xfe\x00\x80", long/4)},
		{"digits", strings.Repeat("0123456789 ", long/11)},
		{"full stops", strings.Repeat(". ! ? ", long/6)},
		{"right to left marks", strings.Repeat("\u202e\u202dabc", long/9)},
		{"a template", "{{.Name}} {{range .}}{{end}}"},
		{"a format", "%s%s%n%x%!d(string=)"},
		{"a shell", "$(reboot); `reboot` && rm -rf ~ | cat > /dev/null"},
		{"a query", "'; DROP TABLE contacts; --"},
		{"a page", "<script>alert(1)</script><img src=x onerror=alert(1)>"},
		{"a pattern", `(a+)+$ @tell|@secret [[pattern]] all = ["*"]`},
		{"pictures", strings.Repeat("👩‍👩‍👧‍👦🏳️‍🌈", long/64)},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, lang := range []string{"", "en", "ru", "zh", "no such language"} {
				r := library.Match(c.text, script.Options{Language: lang})
				if r.Level != blocklist.Unlisted || len(r.Flags) > 0 {
					t.Errorf("in %q: level %s, flags %v, want none", lang, r.Level, r.Flags)
				}
			}
		})
	}
}

// What is asked, said in few words and nothing else, is a Stop: it is what people type who are frightened.
func TestPlainAsks(t *testing.T) {
	library := starter(t)
	for code, texts := range map[string][]string{
		"ru": {
			"Банк просит ПИН карты",
			"Банк просит ПИН карты, мой ПИН 4821",
			"просят код из смс",
			"сказали назвать код",
			"велят перевести деньги на безопасный счёт",
			"просят перевести деньги",
			"просят отдать деньги курьеру",
			"просят установить AnyDesk",
			"скажите код из смс",
			"назовите три цифры с обратной стороны карты",
			"полиция просит снять деньги",
			"он спросил пин код",
			"звонили из банка и спросили номер карты",
			"нужно купить подарочные карты и продиктовать номера",
			"говорят чтобы показала экран",
		},
		"en": {
			"The bank asked for the PIN of my card, the PIN is 4821",
			"the bank wants my PIN",
			"they ask for the code from the text message",
			"he told me to read out the code",
			"they want me to move my money to a safe account",
			"they say I must transfer money",
			"a courier will come for the cash",
			"he asked me to install AnyDesk",
			"tell me the code",
			"the police want me to withdraw money",
			"he asked for the three digits on the back of my card",
			"they want gift cards",
			"she wanted to see my screen",
			"they need my password",
		},
		"de": {
			"die Bank will meine PIN",
			"er wollte die TAN wissen",
			"ich soll Geld überweisen",
			"ein Kurier holt das Bargeld ab",
			"ich soll AnyDesk installieren",
		},
		"es": {
			"quiere el código del mensaje",
			"me dicen que transfiera el dinero a una cuenta segura",
			"va a venir un mensajero a por el dinero",
		},
		"fr": {
			"la banque me demande mon code",
			"il veut le code reçu par SMS",
			"un coursier va venir chercher ma carte",
			"il faut virer mon argent sur un compte sécurisé",
		},
		"it": {
			"la banca mi chiede il PIN",
			"vogliono il codice arrivato per sms",
			"passa un corriere a prendere i contanti",
		},
		"pt": {
			"o banco pede a minha senha",
			"um motoboy vem buscar o meu cartão",
			"querem que eu faça um pix",
		},
		"pl": {
			"bank chce mój PIN",
			"prosi o kod BLIK",
			"mam zainstalować AnyDesk",
		},
		"uk": {
			"банк просить ПІН картки",
			"просять код із смс",
		},
		"nl": {
			"de bank vraagt mijn pincode",
			"iemand komt mijn pas ophalen",
		},
		"ko": {
			"현금을 찾아서 직원에게 주래요",
		},
		"ja": {
			"銀行が暗証番号を聞いてきます",
			"キャッシュカードを取りに来ると言われた",
		},
		"zh": {
			"银行让我告诉他密码",
		},
	} {
		for _, text := range texts {
			if r := library.Match(text, script.Options{Language: code}); r.Level != blocklist.Stop {
				t.Errorf("%s: %q is %v", code, text, r.Level)
			}
		}
	}
}
