package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// pluralForms are the CLDR forms each language distinguishes for whole numbers.
var pluralForms = map[string][]string{
	"en": {"one", "other"},
	"ru": {"few", "many", "one", "other"},
}

// catalogue reads the message files of a language as id -> plural form -> words; a message without plural has the form "other".
func catalogue(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	paths, err := filepath.Glob("*." + lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	raw := make(map[string]any)
	for _, path := range paths {
		var file map[string]any
		if _, err := toml.DecodeFile(path, &file); err != nil {
			t.Fatal(err)
		}
		for id, value := range file {
			if raw[id] != nil {
				t.Errorf("%s: %s stands in another file too", path, id)
			}
			raw[id] = value
		}
	}
	messages := make(map[string]map[string]string)
	for id, value := range raw {
		switch value := value.(type) {
		case string:
			messages[id] = map[string]string{"other": value}
		case map[string]any:
			messages[id] = make(map[string]string)
			for form, words := range value {
				messages[id][form] = words.(string)
			}
		}
	}
	return messages
}

var parameter = regexp.MustCompile(`{{[^}]*}}`)

// Every message stands in every language, with the plural forms of the language and the same parameters.
func TestLanguagesAgree(t *testing.T) {
	english := catalogue(t, "en")
	for _, l := range load(t).Languages() {
		messages := catalogue(t, l.Code)
		for id := range messages {
			if english[id] == nil {
				t.Errorf("%s: %s is not in English", l.Code, id)
			}
		}
		for id, forms := range english {
			own := messages[id]
			if own == nil {
				t.Errorf("%s: %s is missing", l.Code, id)
				continue
			}
			want := []string{"other"}
			if len(forms) > 1 {
				want = pluralForms[l.Code]
			}
			if got := slices.Sorted(maps.Keys(own)); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the forms %v, want %v", l.Code, id, got, want)
			}
			if got, want := parameters(own["other"]), parameters(forms["other"]); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the parameters %v, English has %v", l.Code, id, got, want)
			}
			for form, words := range own {
				if strings.TrimSpace(words) == "" || words != strings.TrimSpace(words) {
					t.Errorf("%s: %s (%s) is empty or has spaces around it", l.Code, id, form)
				}
			}
		}
	}
}

func parameters(words string) []string {
	found := parameter.FindAllString(words, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

var (
	messageID = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	fileName  = regexp.MustCompile(`\.(db|json|toml|svg|png|txt|age|html|csv|lock|tmp|log)$`)
)

// Every id in the program stands in the message files, and every message is used by the program.
func TestIDsAreUsedAndKnown(t *testing.T) {
	messages := catalogue(t, "en")
	topics := make(map[string]bool)
	for id := range messages {
		topic, _, _ := strings.Cut(id, ".")
		topics[topic] = true
	}
	used := make(map[string]string) // id -> one place that uses it
	for _, dir := range []string{"assets", "blocklist", "cmd", "i18n", "ui"} {
		collectIDs(t, filepath.Join("..", dir), used)
	}
	for id, place := range used {
		topic, _, _ := strings.Cut(id, ".")
		if topics[topic] && messages[id] == nil {
			t.Errorf("%s: no message %q", place, id)
		}
	}
	for id := range messages {
		if used[id] == "" {
			t.Errorf("nothing uses the message %q", id)
		}
	}
}

// collectIDs finds the literals shaped like message ids in Go code and in the TOML sources of the starter list.
func collectIDs(t *testing.T, root string, used map[string]string) {
	t.Helper()
	note := func(id, place string) {
		if messageID.MatchString(id) && !fileName.MatchString(id) {
			used[id] = place
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir():
			return err
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil {
						note(s, fset.Position(lit.Pos()).String())
					}
				}
				return true
			})
		case strings.HasSuffix(path, ".toml") && root != filepath.Join("..", "i18n"):
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, quoted := range regexp.MustCompile(`"[^"\n]*"`).FindAllString(string(data), -1) {
				note(strings.Trim(quoted, `"`), path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
