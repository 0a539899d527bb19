package voice

import (
	"regexp"
	"strings"
)

// add keeps the first voice of a language, which is the one a program prefers.
func (v voices) add(tag, name string) {
	code := base(strings.ReplaceAll(tag, "_", "-"))
	if _, known := v[code]; code != "" && !known {
		v[code] = name
	}
}

// parseService reads a table of names, languages and variants. Names hold spaces, and the columns are as wide as they
// need to be, so a language is what stands before the variant. The service is asked for a language, not for a voice.
func parseService(table string) voices {
	found := make(voices)
	for i, line := range lines(table) {
		fields := strings.Fields(line)
		if i == 0 || len(fields) < 3 {
			continue
		}
		tag := fields[len(fields)-2]
		found.add(tag, base(strings.ReplaceAll(tag, "_", "-")))
	}
	return found
}

// parseEspeak reads lines such as " 5  ru  --/M  Russian  zle/ru" below a heading.
func parseEspeak(table string) voices {
	found := make(voices)
	for i, line := range lines(table) {
		if fields := strings.Fields(line); i > 0 && len(fields) >= 4 {
			found.add(fields[1], base(fields[1]))
		}
	}
	return found
}

// sayLine is a line such as "Milena (Enhanced)   ru_RU    # text in the language".
var sayLine = regexp.MustCompile(`^(\S.*?)\s+([A-Za-z]{2,3}[_-][A-Za-z0-9_-]+)\s+#`)

func parseSay(table string) voices {
	found := make(voices)
	for _, line := range lines(table) {
		if m := sayLine.FindStringSubmatch(line); m != nil {
			found.add(m[2], m[1])
		}
	}
	return found
}

// parseWindows reads lines of a culture and a voice with a tab between them.
func parseWindows(table string) voices {
	found := make(voices)
	for _, line := range lines(strings.TrimPrefix(table, "\ufeff")) {
		if culture, name, ok := strings.Cut(line, "\t"); ok && name != "" {
			found.add(culture, name)
		}
	}
	return found
}

func lines(table string) []string {
	return strings.FieldsFunc(table, func(r rune) bool { return r == '\n' || r == '\r' })
}
