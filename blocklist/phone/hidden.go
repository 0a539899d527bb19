package phone

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"hangup/blocklist"
)

// hiddenWords are what telephones show instead of a withheld number. They count only when they are the whole text.
var hiddenWords = set(`
	скрыт скрыто скрытый скрытая скрыли засекречен засекречено неизвестно неизвестен неизвестный аноним анонимно
	анонимный приватный частный неопределен неопределён нет_номера без_номера
	приховано прихований невідомий анонімний схаваны невядомы жасырын белгісіз
	private unknown withheld blocked restricted anonymous unavailable hidden no_number unidentified masked
	unterdrückt unbekannt anonym privat verborgen
	masqué inconnu anonyme privé caché indisponible
	oculto privado desconocido desconhecido anónimo anônimo restringido confidencial
	nascosto privato sconosciuto anonimo zastrzeżony nieznany prywatny ukryty
	gizli özel bilinmeyen anoniem onbekend afgeschermd skyddat dolt okänt skjult ukjent ukendt hemmeligt
	tuntematon salainen skryté neznámé soukromé necunoscut ascuns ismeretlen rejtett άγνωστος απόκρυψη חסוי
	非通知 表示圏外 公衆電話 通知不可能 未知 无号码 私人号码 未显示号码 無法顯示 未顯示來電 발신번호표시제한 번호없음
	अज्ञात مجهول محجوب خاص ẩn pribadi tersembunyi ไม่แสดงหมายเลข`)

// hiddenPhrases finds the same said in a way that is plain inside other words too. It is compiled at first use, to
// keep the program's start short.
var hiddenPhrases = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(strings.Join(hiddenPatterns, "|")) })

var hiddenPatterns = []string{
	`(?:скрыт|неизвест|анонимн|засекречен|приватн|частн|неопределенн)[а-я]* ` +
		`(?:телефонн[а-я]* )?(?:номер|абонент|вызов)[а-я]*`,
	`номер[а-я]* (?:телефона )?(?:был |оказался )?(?:скрыт|не ?определ|неизвест|засекречен|спрятан)[а-я]*`,
	`номер[а-я]* не (?:был |было )?(?:вид|показ|высве|отобра|определ)[а-я]*`,
	`не (?:показал|высветил|определил)[а-я]* номер[а-я]*`,
	`(?:прихован|невідом|приватн|анонімн)[а-яіїє]* (?:номер|абонент)[а-яіїє]*`,
	`номер[а-яіїє]* (?:приховано|прихований|не визначен)[а-яіїє]*`, `(?:схаваны|невядомы) нумар`,
	`нумар (?:схаваны|не вызначаны)`, `(?:жасырын|белгісіз) нөмір`,
	`no caller[ \-]?id`, `caller id (?:withheld|blocked|unavailable|hidden)`,
	`(?:private|unknown|withheld|blocked|restricted|anonymous|hidden|unavailable|masked) ` +
		`(?:number|caller|call)`,
	`number (?:is |was )?` +
		`(?:private|withheld|unknown|blocked|restricted|unavailable|hidden|masked|not (?:shown|available))`,
	`(?:unterdrückte|unbekannte|anonyme|private|verborgene)[rnsm]? (?:ruf)?(?:nummer|anruf|anrufer|teilnehmer)`,
	`(?:ruf)?nummer (?:unterdrückt|unbekannt|nicht verfügbar)`,
	`(?:numéro|appel|correspondant) (?:masqué|inconnu|privé|caché|anonyme)`,
	`(?:número|numero|llamada|chamada|ligação) (?:oculto|oculta|privado|privada|desconocido|desconocida|desconhecido` +
		`|desconhecida|anónimo|anónima|anônimo|restrito|restrita|não identificado|no identificado)`,
	`sin (?:número|identificar)`, `sem identificação`,
	`(?:numero|chiamata|chiamante) (?:nascosto|privato|privata|sconosciuto|anonimo|anonima)`,
	`numer (?:zastrzeżony|nieznany|prywatny|ukryty)`, `(?:nieznany|prywatny|zastrzeżony) numer`,
	`(?:gizli|özel|bilinmeyen) numara`, `numara gizli`, `(?:privé|afgeschermd|onbekend|anoniem) ?nummer`,
	`(?:skjult|ukjent|ukendt|hemmeligt|dolt|okänt|skyddat) (?:nummer|nr)`, `tuntematon numero`, `salainen numero`,
	`(?:skryté|neznámé|soukromé) číslo`, `număr (?:ascuns|privat|necunoscut)`,
	`(?:rejtett|titkos|ismeretlen) (?:szám|hívószám)`,
	`άγνωστος αριθμός`, `απόκρυψη αριθμού`, `מספר (?:חסוי|חסום|לא ידוע)`,
	`非通知設定`, `非通知`, `(?:未知|隐藏|匿名|私人|隱藏|不明)(?:号码|號碼|来电|來電)`, `无(?:主叫)?号码`, `无来电显示`,
	`발신자? ?번호 ?표시 ?제한`, `번호 ?없음`, `알 수 없는 번호`,
	`(?:अज्ञात|निजी) (?:नंबर|कॉलर)`, `رقم (?:خاص|مجهول|محجوب|غير معروف)`, `số (?:ẩn|lạ|riêng)`, `không hiển thị số`,
	`nomor (?:tidak dikenal|pribadi|tersembunyi)`, `(?:ไม่แสดงหมายเลข|เบอร์ส่วนตัว|หมายเลขส่วนตัว)`,
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(fold(list).text) {
		m[strings.ReplaceAll(w, "_", " ")] = true
	}
	return m
}

// hidden reads the words for a withheld number.
func hidden(f folded) (blocklist.Number, bool) {
	notWord := func(r rune) bool { return !isWord(r) }
	text := strings.TrimFunc(f.text, notWord)
	if hiddenWords[text] {
		from := strings.Index(f.text, text)
		return blocklist.Number{Input: f.original(from, from+len(text)), Kind: blocklist.KindHidden}, true
	}
	for _, span := range hiddenPhrases().FindAllStringIndex(f.text, -1) {
		if startsWord(f.text, span[0]) {
			return blocklist.Number{Input: f.original(span[0], span[1]), Kind: blocklist.KindHidden}, true
		}
	}
	return blocklist.Number{}, false
}

// startsWord reports whether a word begins at text[at:]. Scripts without spaces begin a word anywhere.
func startsWord(text string, at int) bool {
	last, _ := utf8.DecodeLastRuneInString(text[:at])
	return !unicode.IsLetter(last) || last > '\u2e80' || last == utf8.RuneError
}
