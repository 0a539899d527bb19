package handout_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hangup/i18n"
	"hangup/ui/handout"
)

var today = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

// hostile is what a name, a sentence or a number must be able to be.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><style>*{display:none}</style>`,
	`{{.Policy}}`, `javascript:alert(1)`, "' onclick='alert(1)", "a\u202eb", "<!-- ", "]]>", "\x00\x01", "&lt;b&gt;",
	`<meta http-equiv="refresh" content="0;url=https://evil.example">`, strings.Repeat("ж", 5000),
}

func words(t testing.TB, language string) *i18n.Words {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.Words(language)
}

// all returns every page with one text in all places where text comes from outside.
func all(w *i18n.Words, text string) map[string]handout.Page {
	rows := []handout.Row{{Name: text, Value: text}, {Name: "Number", Value: "+7 916 123-45-67"}}
	return map[string]handout.Page{
		"statement": handout.NewStatement(w, handout.Statement{Rows: rows, Own: text, Hash: strings.Repeat("0a", 32), Made: today}),
		"steps": handout.NewRecovery(w, handout.Recovery{Made: today, Keep: []string{text}, Steps: []handout.Step{
			{Act: text, When: text, Say: text, Name: text, Number: text, Done: true}, {Act: "Hang up"},
		}}),
		"card": handout.NewFridgeCard(w, handout.FridgeCard{People: rows, Banks: rows, Hotlines: rows, FamilyWord: true}),
	}
}

// document is a page as a browser reads it.
type document struct {
	elements map[string]int
	text     string
	language string
	style    string
	policy   string
	attrs    []html.Attribute
}

func parse(t testing.TB, p handout.Page) document {
	t.Helper()
	page, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	d := document{elements: make(map[string]int)}
	var text strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data == "style":
			d.style = n.Data
		case n.Type == html.TextNode:
			text.WriteString(n.Data)
		case n.Type == html.CommentNode:
			t.Errorf("a comment: %q", n.Data)
		case n.Type == html.ElementNode:
			d.elements[n.Data]++
			d.attrs = append(d.attrs, n.Attr...)
			if attr(n, "http-equiv") == "Content-Security-Policy" {
				d.policy = attr(n, "content")
			}
			if n.Data == "html" {
				d.language = attr(n, "lang") + " " + attr(n, "dir")
			}
		}
	}
	d.text = text.String()
	return d
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestPagesSayWhatTheyAreGiven(t *testing.T) {
	for _, language := range []string{"en", "ru"} {
		w := words(t, language)
		for name, page := range all(w, "Звонили & «банк» 'x'") {
			d := parse(t, page)
			if d.language != language+" ltr" {
				t.Errorf("%s: language and direction are %q", name, d.language)
			}
			if !strings.Contains(d.text, "Звонили & «банк» 'x'") {
				t.Errorf("%s %s: the text is not on the page", language, name)
			}
			want := map[string][]string{
				"statement": {
					"print.statement.title", "print.statement.signed", "print.statement.own", "print.hash.proves", "print.hash.limits",
				},
				"steps": {"print.steps.title", "print.steps.keep", "print.steps.again"},
				"card":  {"print.card.hang_up", "print.card.people", "print.card.banks", "print.card.hotlines", "print.card.family_word"},
			}[name]
			for _, id := range want {
				if !strings.Contains(d.text, w.ID(id)) {
					t.Errorf("%s %s does not say %q", language, name, w.ID(id))
				}
			}
			if name != "steps" && !strings.Contains(d.text, "+7 916 123-45-67") {
				t.Errorf("%s: no number", name)
			}
		}
	}
}

func TestStepsHaveBoxes(t *testing.T) {
	d := parse(t, handout.NewRecovery(words(t, "en"), handout.Recovery{Made: today, Steps: []handout.Step{
		{Act: "Call the bank", Name: "Bank", Number: "900", Say: "Block my card.", Done: true}, {Act: "Write it down"},
	}}))
	if d.elements["li"] != 2 || strings.Count(d.text, "✓") != 1 {
		t.Errorf("%d steps, %d ticked, want 2 and 1", d.elements["li"], strings.Count(d.text, "✓"))
	}
	for _, want := range []string{"Call the bank", "900", "Block my card.", "Write it down", "23 November 2026"} {
		if !strings.Contains(d.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestEmptyPartsAreLeftOut(t *testing.T) {
	w := words(t, "en")
	d := parse(t, handout.NewFridgeCard(w, handout.FridgeCard{People: []handout.Row{{Name: "Anna", Value: "123"}}}))
	for _, id := range []string{"print.card.banks", "print.card.hotlines", "print.card.family_word"} {
		if strings.Contains(d.text, w.ID(id)) {
			t.Errorf("the card says %q for nothing", w.ID(id))
		}
	}
	if d = parse(t, handout.NewStatement(w, handout.Statement{Made: today})); strings.Contains(d.text, "SHA-256") {
		t.Error("the statement speaks of a code that it does not have")
	}
}

// Whatever somebody is called or wrote, it is text on the page: the page has the elements it has for a plain word.
func TestHostileText(t *testing.T) {
	w := words(t, "en")
	harmless := all(w, "word")
	for _, text := range hostile {
		for name, page := range all(w, text) {
			d, want := parse(t, page), parse(t, harmless[name])
			for element, n := range d.elements {
				if n != want.elements[element] {
					t.Errorf("%s with %.40q has %d of <%s>, want %d", name, text, n, element, want.elements[element])
				}
			}
			if len(d.attrs) != len(want.attrs) || d.style != want.style || d.policy != want.policy {
				t.Errorf("%s with %.40q changes the page around it", name, text)
			}
			if shown := strings.ReplaceAll(text, "\x00", "\ufffd"); !strings.Contains(d.text, shown) {
				t.Errorf("%s does not show %.40q as it is", name, text)
			}
		}
	}
}

// A page runs nothing and fetches nothing, by its policy and by what is in it.
func TestPagesAreSelfContained(t *testing.T) {
	for name, page := range all(words(t, "ru"), "word") {
		d := parse(t, page)
		sum := sha256.Sum256([]byte(d.style))
		want := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
			base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if d.policy != want {
			t.Errorf("%s: the policy is %q, want %q", name, d.policy, want)
		}
		for _, element := range []string{"script", "img", "link", "iframe", "object", "embed", "base", "form", "a", "svg"} {
			if d.elements[element] > 0 {
				t.Errorf("%s has <%s>", name, element)
			}
		}
		for _, a := range d.attrs {
			if a.Key == "style" || a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has the attribute %s=%q", name, a.Key, a.Val)
			}
		}
		if regexp.MustCompile(`(?i)url\(|@import|https?:`).MatchString(d.style) {
			t.Errorf("%s: the style sheet fetches something", name)
		}
	}
}

func TestTextIsLarge(t *testing.T) {
	d := parse(t, all(words(t, "en"), "word")["card"])
	sizes := regexp.MustCompile(`(?:font|font-size):\s*([\d.]+)([a-z%]+)`).FindAllStringSubmatch(d.style, -1)
	if len(sizes) < 5 {
		t.Fatalf("%d sizes in the style sheet", len(sizes))
	}
	for _, size := range sizes {
		if points, err := strconv.ParseFloat(size[1], 64); err != nil || size[2] != "pt" || points < 14 {
			t.Errorf("text of %s%s, want at least 14pt", size[1], size[2])
		}
	}
}

func TestWriteAndErase(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a new", "folder #1 %41")
	w := words(t, "en")
	var paths []string
	for name, page := range all(w, "Anna/../../x") {
		for range 2 {
			path, err := page.Write(folder, today)
			if err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
			if !regexp.MustCompile(`^hangup-` + name + `-2026-11-23-\d+\.html$`).MatchString(filepath.Base(path)) {
				t.Errorf("the file is called %q", filepath.Base(path))
			}
			if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v: others can read it", info.Mode(), err)
			}
			got, err := os.ReadFile(path)
			if want, _ := page.HTML(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("the file is not the page: %v", err)
			}
			if u := handout.URL(path); u.Scheme != "file" || !strings.HasSuffix(u.String(), "/folder%20%231%20%2541/"+filepath.Base(path)) {
				t.Errorf("the address is %s", u)
			}
		}
	}
	slices.Sort(paths)
	if n := len(slices.Compact(paths)); n != 6 {
		t.Errorf("%d files for 6 pages", n)
	}
	others := []string{"hangup-notes.html", "hangup-card-2026-11-23-1.html.bak", "photo.jpg"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := handout.Erase(folder); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != len(others) {
		t.Errorf("%v are left (%v), want %v", left, err, others)
	}
	if err := handout.Erase(filepath.Join(folder, "missing")); err != nil {
		t.Errorf("a folder that is missing: %v", err)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := all(words(t, "en"), "word")["card"].Write(file, today)
	if !errors.Is(err, handout.ErrNotWritten) {
		t.Errorf("%v, want that it cannot be written", err)
	}
	if err := handout.Erase(file); !errors.Is(err, handout.ErrNotErased) {
		t.Errorf("%v, want that it cannot be erased", err)
	}
}

func TestURLOfADrive(t *testing.T) {
	if runtime.GOOS == "windows" {
		if u := handout.URL(`C:\Users\a b\x.html`); u.String() != "file:///C:/Users/a%20b/x.html" {
			t.Errorf("the address is %s", u)
		}
	}
}
