package scriptpack_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hangup/assets"
	"hangup/blocklist/script"
	"hangup/blocklist/scriptpack"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// facts are those of a script in a file named for it.
func facts(id, code string) *fstest.MapFile {
	return file(fmt.Sprintf("id = %q\ncode = %q\ncategory = \"bank\"\n[[source]]\nurl = \"https://example.org\"\nchecked = 2026-11-01\n", id, code))
}

func title(id, text string) *fstest.MapFile {
	return file(fmt.Sprintf("\"script.%s.title\" = %q\n", id, text))
}

// pattern is a file by which one word gives a script away.
func pattern(id, word string) *fstest.MapFile {
	return file(fmt.Sprintf("[[pattern]]\nall = [%q]\nasks = [\"PIN\"]\nscripts = [%q]\n", word, id))
}

func layer(t *testing.T, tree fstest.MapFS) scriptpack.Layer {
	t.Helper()
	l, err := scriptpack.Read(tree)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestTheStarterSurvivesTheWay(t *testing.T) {
	data, err := scriptpack.Write(assets.Scripts())
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 3<<20 {
		t.Errorf("%d bytes packed", len(data))
	}
	got, err := scriptpack.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Library.Scripts("")); n < 30 || len(got.Library.Refused()) > 0 {
		t.Errorf("%d scripts, refused %v", n, got.Library.Refused())
	}
	again, err := scriptpack.Merge(got, got)
	if err != nil || len(again.Refused()) > 0 || len(again.Scripts("")) != len(got.Library.Scripts("")) {
		t.Errorf("merged with itself: %v, refused %v", err, again.Refused())
	}
	for code, texts := range got.Library.Texts() {
		for id, text := range texts {
			if again.Texts()[code][id] != text {
				t.Errorf("%s in %s became %q", id, code, again.Texts()[code][id])
			}
		}
	}
}

func TestWriteLeavesDatesAndOtherFilesOut(t *testing.T) {
	tree := fstest.MapFS{"a.toml": file("a"), "patterns/en.toml": file("b")}
	want, err := scriptpack.Write(tree)
	if err != nil {
		t.Fatal(err)
	}
	tree["a.toml"].ModTime = time.Now()
	tree["README.md"], tree["patterns/deep/c.toml"] = file("c"), file("d")
	if got, err := scriptpack.Write(tree); err != nil || !bytes.Equal(got, want) {
		t.Errorf("other bytes, %v", err)
	}
}

func TestMerge(t *testing.T) {
	first := layer(t, fstest.MapFS{
		"aa.toml": facts("aa", "S01"), "cc.toml": file("broken"), "texts.en.toml": title("aa", "First A"),
		"patterns/en.toml": pattern("aa", "apples"), "patterns/ru.toml": file("broken ="),
	})
	second := layer(t, fstest.MapFS{
		"aa.toml": facts("aa", "S07"), "bb.toml": facts("bb", "S02"), "cc.toml": facts("cc", "S03"),
		"texts.en.toml":    file("\"script.aa.title\" = \"Second A\"\n\"script.aa.sign\" = \"Sign\"\n\"script.bb.title\" = \"B\"\n\"script.cc.title\" = \"C\"\n"),
		"texts.ru.toml":    title("aa", "Второе А"),
		"patterns/en.toml": pattern("bb", "bears"), "patterns/ru.toml": pattern("bb", "медведи"),
	})
	l, err := scriptpack.Merge(first, second)
	if err != nil {
		t.Fatal(err)
	}
	if refused := l.Refused(); len(refused) > 0 {
		t.Errorf("refused %v", refused)
	}
	a, _ := l.Script("aa")
	if a.Code != "S01" {
		t.Errorf("the facts are those of %s", a.Code)
	}
	for id, want := range map[string]string{
		"script.aa.title": "First A", "script.aa.sign": "", "script.bb.title": "B", "script.cc.title": "C",
	} {
		if got := l.Texts()["en"][id]; got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	if got := l.Texts()["ru"]["script.aa.title"]; got != "" {
		t.Errorf("a text of the second for a script of the first: %q", got)
	}
	for text, want := range map[string]string{"en apples": "aa", "en bears": "", "ru медведи": "bb"} {
		code, said, _ := strings.Cut(text, " ")
		got := ""
		for _, s := range l.Match(said, script.Options{Language: code}).Scripts {
			got += s.ID
		}
		if got != want {
			t.Errorf("%q is of %q, want %q", text, got, want)
		}
	}
}

func TestCovers(t *testing.T) {
	mine := layer(t, fstest.MapFS{
		"aa.toml": facts("aa", "S01"), "bb.toml": file("broken"), "texts.en.toml": title("aa", "A"),
		"patterns/en.toml": pattern("aa", "apples"), "patterns/ru.toml": file("broken ="),
		"words/en.txt": file("texts 1 1\n\napples: 1 0\n"),
	})
	for name, c := range map[string]struct {
		other string
		want  bool
	}{
		"the same script":     {"aa.toml", true},
		"other texts":         {"other.ru.toml", true},
		"the same patterns":   {"patterns/en.toml", true},
		"another script":      {"cc.toml", false},
		"a script refused":    {"bb.toml", false},
		"other patterns":      {"patterns/en-more.toml", false},
		"patterns refused":    {"patterns/ru.toml", false},
		"the same words":      {"words/en.txt", true},
		"other words":         {"words/de.txt", false},
		"a file of no matter": {"README.md", true},
	} {
		if got, err := mine.Covers(fstest.MapFS{c.other: file("")}); got != c.want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	pack := func(names int, text string) []byte {
		var buf bytes.Buffer
		w := zip.NewWriter(&buf)
		for i := range names {
			f, err := w.Create(fmt.Sprintf("f%d.toml", i))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return buf.Bytes()
	}
	for name, c := range map[string]struct {
		data []byte
		err  error
	}{
		"nothing":              {nil, zip.ErrFormat},
		"no archive":           {[]byte("hello"), zip.ErrFormat},
		"an empty archive":     {pack(0, ""), scriptpack.ErrEmpty},
		"no script":            {pack(3, "x = 1"), scriptpack.ErrEmpty},
		"too many files":       {pack(5000, ""), scriptpack.ErrTooLarge},
		"a bomb":               {pack(40, strings.Repeat(" ", 1<<20)), scriptpack.ErrTooLarge},
		"cut in the middle":    {pack(3, "x = 1")[:100], zip.ErrFormat},
		"one file far too big": {pack(1, strings.Repeat(" ", 32<<20+1)), scriptpack.ErrTooLarge},
	} {
		if _, err := scriptpack.Open(c.data); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever an archive holds, it is read or refused, and what is read can be merged with the program's own.
func FuzzOpen(f *testing.F) {
	own, err := scriptpack.Read(fstest.MapFS{"bb.toml": facts("bb", "S02"), "t.en.toml": title("bb", "B")})
	if err != nil {
		f.Fatal(err)
	}
	seed, err := scriptpack.Write(fstest.MapFS{
		"aa.toml": facts("aa", "S01"), "t.en.toml": title("aa", "A"), "patterns/en.toml": pattern("aa", "apples"),
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add(seed[:len(seed)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := scriptpack.Open(data)
		if err != nil {
			return
		}
		library, err := scriptpack.Merge(got, own)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := library.Script("bb"); !ok {
			t.Error("the program's own script is gone")
		}
	})
}
