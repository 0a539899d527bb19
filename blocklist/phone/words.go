package phone

import (
	"strings"
	"unicode/utf8"
)

// label is what the words near some digits say that the digits are.
type label uint8

const (
	labelNone   label = iota
	labelPhone        // a telephone number, or who called
	labelPaper        // a document, an order, an account
	labelPlace        // a town or a country, which have codes too
	labelSecret       // a PIN, a code, a password, a card
)

// How many words back from the digits a word still speaks of them.
const (
	reachNear   = 3
	reachSecret = 8
	reachBytes  = 160
)

// vocabulary tells labels by word. A word that ends in "*" stands for all words that begin so; one in a script
// written without spaces is looked for inside words.
type vocabulary struct {
	whole    map[string]label
	prefixes []entry
	inside   []entry
}

type entry struct {
	word  string
	label label
}

var vocabularyOfAll = newVocabulary(map[label]string{
	labelPhone: `
		т тел телефон* номер* моб мобильн* сот сотов* факс* звон* позвон* перезвон* набра* набер* вызов* абонент*
		whatsapp вотсап* ватсап* viber вайбер* telegram телеграм* смс sms сообщ* написал* нумар* тэл* тэлефон* телефан*
		дзван* дзвон* подзвон* дзвін* виклик* қоңырау* нөмір*
		tel telephone* phone* mob mobile* cell* fax call called calling caller calls number* rang ring dial* text
		texted texts from message* num nr
		handy* telefon* rufnummer* nummer* anruf* angerufen durchwahl
		téléphone* portable numéro* appel* appelé appelle
		numero* número* teléfono* telefono* telefone* móvil* celular* cellulare* llam* ligação ligou ligaram chiam* fono
		numer dzwoni* zadzwoni* komórk* tél
		电话 電話 手机 手機 号码 號碼 来电 來電 携帯 番号 전화 번호 फोन फ़ोन नंबर هاتف رقم اتصل`,
	labelPlace: `area country zip postal postcode dialling dialing город* стран* регион* оператор* индекс* vorwahl`,
	labelPaper: `
		инн кпп бик огрн* снилс счет* счёт* паспорт* договор* заказ* полис* квитанц* трек* накладн* заявк* обращени*
		рахунок замовлення
		iban swift bic order* invoice* account* acct passport* policy tracking receipt* reference* booking*
		parcel* ticket* ssn
		bestell* rechnung* kunden* konto* commande* facture* compte* dossier pedido* factura* cuenta* expediente`,
	labelSecret: `
		pin pins pin1 pin2 пин пина пинкод* код кода коду кодом коде коды кодов пароль пароля паролем паролю одноразов*
		code codes codewort otp tan cvv cvc cvv2 cvc2 cvn cvp2 passcode* password* passwort* kennwort* kode
		código* codigo* clave* contraseña* senha* codice* kod kodu kodunuz şifre* hasło* mdp
		карт* card cards karte karta carte carta tarjeta cartão құпиясөз
		验证码 校验码 驗證碼 密码 暗証 認証 確認コード 인증 비밀번호 पिन कोड ओटीपी الرمز رمز كود`,
})

func newVocabulary(lists map[label]string) vocabulary {
	v := vocabulary{whole: map[string]label{}}
	for l, list := range lists {
		for _, w := range strings.Fields(fold(list).text) {
			first, _ := utf8.DecodeRuneInString(w)
			switch {
			case first > '\u2e80': // the scripts of China, Japan and Korea
				v.inside = append(v.inside, entry{w, l})
			case strings.HasSuffix(w, "*"):
				v.prefixes = append(v.prefixes, entry{strings.TrimSuffix(w, "*"), l})
			default:
				v.whole[w] = l
			}
		}
	}
	return v
}

func (v vocabulary) of(word string) label {
	if l, ok := v.whole[word]; ok {
		return l
	}
	var best entry
	for _, e := range v.prefixes {
		if len(e.word) > len(best.word) && strings.HasPrefix(word, e.word) {
			best = e
		}
	}
	if best.label != labelNone {
		return best.label
	}
	for _, e := range v.inside {
		if len(e.word) > len(best.word) && strings.Contains(word, e.word) {
			best = e
		}
	}
	return best.label
}

// before is what the words in front of some digits say.
type before struct {
	label  label  // of the nearest telling word
	secret string // the nearest word for a secret
	back   int    // how many words back that is
}

// wordsBefore looks at the words in front of text[at:], but not beyond other digits.
func wordsBefore(text string, at int) before {
	list := words(text[max(0, at-reachBytes):at])
	var b before
	for back := 1; back <= len(list) && back <= reachSecret; back++ {
		i := len(list) - back
		if isDigit(list[i][0]) {
			break
		}
		l := vocabularyOfAll.of(list[i])
		if l == labelSecret && besidePlace(list, i) {
			l = labelPlace
		}
		if l == labelSecret && b.secret == "" {
			b.secret, b.back = list[i], back
		}
		if b.label == labelNone && (l == labelSecret || back <= reachNear) {
			b.label = l
		}
	}
	if b.label == labelPlace {
		b.label = labelPhone
	}
	return b
}

// besidePlace reports whether the word next to list[i] is a place, as in "area code".
func besidePlace(list []string, i int) bool {
	return i > 0 && vocabularyOfAll.of(list[i-1]) == labelPlace ||
		i+1 < len(list) && vocabularyOfAll.of(list[i+1]) == labelPlace
}

// secretAfter reports whether the words after text[at:] call the digits before it a secret: "482913 is your code",
// "1234 - ваш код". A word for a code with digits of its own speaks of those.
func secretAfter(text string, at int) bool {
	after := text[at:min(len(text), at+reachBytes)]
	if i := strings.IndexAny(after, "\n:;.,"); i >= 0 {
		after = after[:i]
	}
	list := words(after)
	linked := strings.HasPrefix(strings.TrimSpace(after), "-")
	for i, w := range list[:min(len(list), 5)] {
		if isDigit(w[0]) {
			return false
		}
		if vocabularyOfAll.of(w) == labelSecret {
			return linked && (i+1 >= len(list) || !isDigit(list[i+1][0]))
		}
		linked = linked || linkingWords[w]
	}
	return false
}

var linkingWords = map[string]bool{
	"is": true, "your": true, "это": true, "ваш": true, "твой": true, "ist": true, "ihr": true, "est": true,
	"votre": true, "es": true, "su": true, "tu": true, "e": true, "é": true, "seu": true,
}
