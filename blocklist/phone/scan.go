package phone

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is an unbroken piece of a text that is digits and the signs people put between them. It may be one number,
// several, or none.
type run struct {
	from, to  int // in folded.text, with the extension and link parameters
	plus      bool
	groups    []group
	extension string
	context   string // calling code of a link's phone-context, digits only
	before    before // what the words before it say
	whole     bool   // must be understood as a whole: the person typed just this, or a link says it is a number
	glued     bool   // grown together with Latin letters
}

// group is a sequence of digits with no sign between them.
type group struct {
	digits   string
	from, to int
}

func joined(groups []group) string {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(g.digits)
	}
	return b.String()
}

func (r run) digitCount() int { return len(joined(r.groups)) }

// cut returns the run with only its groups from i up to j.
func (r run) cut(i, j int) run {
	if i == j {
		return run{}
	}
	part := r
	part.groups = r.groups[i:j]
	if i > 0 {
		part.plus, part.context, part.from = false, "", r.groups[i].from
	}
	if j < len(r.groups) {
		part.extension, part.to = "", r.groups[j-1].to
	}
	return part
}

var (
	runRE = regexp.MustCompile(`#?(?:[(\[] ?)?(?:(?:\++|%2b)[ ().\-/\[\]]{0,4})?(?:[(\[] ?)?` +
		`\d(?:(?:[ ().\-/\[\]'_]{0,4}|xx\)? ?)\d)*`)

	extensionRE = regexp.MustCompile(`^(?:;ext=|,,+|[ .,;(\-]*` +
		`(?:доб(?:авочн[а-я]*)?|вн(?:утр[а-я]*)?|дод(?:атков[а-яі]*)?` +
		`|ext(?:ensi[oó]n)?n?|x|#|anexo|ramal|poste|durchwahl|dw|nebenstelle|int(?:erno)?|内線|内线|分机|内선|내선)` +
		`[ .:№=\-]*)(\d{1,7})#?`)

	// parameterRE takes the parameters of RFC 3966 that belong to a number. Values are short, so that nothing else
	// becomes part of the number.
	parameterRE = regexp.MustCompile(`^;(?:ext=\d{1,7}|isub=\d{1,7}|phone-context=(?:\+[\d\-.()]{1,9}|[a-z\-.]+))`)

	vanityRE = regexp.MustCompile(`^[ \-]?([a-z0-9](?:-?[a-z0-9]){6,13})`)
)

// scan finds the runs of a text, and whether the text is bare: nothing but numbers and words for "telephone".
func scan(f folded) (runs []run, bare bool) {
	text := maskFigures(f.text)
	bare = true
	end := 0
	for end < len(text) {
		span := runRE.FindStringIndex(text[end:])
		if span == nil {
			break
		}
		r := newRun(text, end+span[0], end+span[1])
		bare = bare && !prose(text[end:r.from])
		end = r.to
		if !inAddress(text, r) {
			runs = append(runs, r)
		}
	}
	bare = bare && !prose(text[end:])
	for i := range runs {
		runs[i].whole = runs[i].whole || bare
	}
	return runs, bare
}

// prose reports whether s has a word that is not a word for "telephone".
func prose(s string) bool {
	for _, w := range words(s) {
		if l := vocabularyOfAll.of(w); l != labelPhone && l != labelPlace {
			return true
		}
	}
	return false
}

func newRun(text string, from, to int) run {
	r := run{from: from, to: to}
	head := from
	for !isDigit(text[head]) {
		head++
	}
	r.plus = strings.Contains(text[from:head], "+") || strings.Contains(text[from:head], "%2b")
	r.groups = split(text, head, to)
	r.before = wordsBefore(text, from)
	before := text[:from]
	switch {
	case strings.HasSuffix(before, "tel:"):
		r.whole = true
	case strings.HasSuffix(before, "wa.me/"), strings.HasSuffix(before, "phone="):
		r.plus = true
	}
	if c := r.callCount(text); c > 0 {
		r.groups, r.to = r.groups[:c], r.groups[c-1].to
	}
	r.tail(text)
	r.glued = gluedBefore(before) || gluedAfter(text[r.to:])
	return r
}

// split returns the groups of digits in text[from:to].
func split(text string, from, to int) []group {
	var groups []group
	for i := from; i < to; i++ {
		if !isDigit(text[i]) {
			continue
		}
		start := i
		for i < to && isDigit(text[i]) {
			i++
		}
		groups = append(groups, group{text[start:i], start, i})
	}
	return groups
}

// callCount finds the "(3)" that call logs put after a number for three calls. It returns how many groups remain
// without it, or 0.
func (r run) callCount(text string) int {
	n := len(r.groups) - 1
	if n < 1 || r.to >= len(text) || text[r.to] != ')' || len(r.groups[n].digits) > 2 {
		return 0
	}
	if between := text[r.groups[n-1].to:r.groups[n].from]; between != " (" {
		return 0
	}
	return n
}

// tail reads what may follow the digits: letters that stand for digits, link parameters, an extension.
func (r *run) tail(text string) {
	if letters, n := vanity(text, *r); n > 0 {
		r.groups = append(r.groups, group{letters, r.to, r.to + n})
		r.to += n
	}
	for {
		p := parameterRE.FindString(text[r.to:])
		if rest := text[r.to+len(p):]; p == "" || rest != "" && isDigit(rest[0]) {
			break
		}
		name, value, _ := strings.Cut(p, "=")
		switch {
		case name == ";ext":
			r.extension = digitsOf(value)
		case name == ";phone-context" && strings.HasPrefix(value, "+") && !r.plus:
			r.context = digitsOf(value)
		}
		r.to += len(p)
	}
	if r.extension != "" {
		return
	}
	m := extensionRE.FindStringSubmatchIndex(text[r.to:])
	if m == nil || r.to+m[1] < len(text) && isDigit(text[r.to+m[1]]) || r.digitCount() < 5 {
		return
	}
	r.extension = text[r.to+m[2] : r.to+m[3]]
	r.to += m[1]
}

// vanity reads letters that stand for digits, as in 1-800-MEDICARE, by the keypad of ITU-T E.161. Only toll-free
// numbers of the North American plan are advertised so. It returns the digits and how many bytes they take up.
func vanity(text string, r run) (digits string, n int) {
	prefix := strings.TrimPrefix(joined(r.groups), "1")
	if len(prefix) != 3 || prefix[0] != '8' || prefix[1] != prefix[2] && prefix != "800" {
		return "", 0
	}
	m := vanityRE.FindStringSubmatch(text[r.to:])
	if m == nil || m[0][0] == ' ' && len(joined(r.groups)) == 3 {
		return "", 0
	}
	letters := 0
	var b strings.Builder
	for i := range len(m[1]) {
		switch c := m[1][i]; {
		case isDigit(c):
			b.WriteByte(c)
		case c >= 'a' && c <= 'z':
			letters++
			b.WriteByte("22233344455566677778889999"[c-'a'])
		}
	}
	if letters < 3 {
		return "", 0
	}
	return b.String()[:7], len(m[0])
}

// gluedBefore reports whether the digits are the end of a Latin word, such as a user name. Words for "telephone" do
// not count, and Russian habit glues its short words to digits.
func gluedBefore(before string) bool {
	before = before[max(0, len(before)-reachBytes):]
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !isWord(r) && r != '_' && r != '@' })+1:]
	last, _ := utf8.DecodeLastRuneInString(word)
	if last == utf8.RuneError || !unicode.Is(unicode.Latin, last) && last != '_' && last != '@' {
		return false
	}
	return vocabularyOfAll.of(word) != labelPhone
}

func gluedAfter(after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	return next == '@' || next == '_' || unicode.Is(unicode.Latin, next)
}

// inAddress reports whether the run is part of a web or mail address, where digits are not for dialling. The
// addresses that open a chat with a number are read.
func inAddress(text string, r run) bool {
	from := max(0, r.from-reachBytes)
	token := text[from:r.from]
	token = token[strings.LastIndexAny(token, " \n<>\"")+1:]
	if strings.Contains(token, "wa.me/") || strings.Contains(token, "phone=") || strings.Contains(token, "number=") ||
		strings.HasSuffix(token, "t.me/") && r.plus {
		return false
	}
	return strings.Contains(token, "://") || strings.Contains(token, "www.") || strings.Contains(token, "@")
}
