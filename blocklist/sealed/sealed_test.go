package sealed_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist/sealed"
)

type letter struct {
	To    string `json:"to"`
	Pages int    `json:"pages"`
}

func TestSealAndOpen(t *testing.T) {
	want := letter{"Анна <&> \u2028 \"x\"", 3}
	file, sum, err := sealed.Seal("test-letter", 1, want)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(file), sum) {
		t.Errorf("the sum %s is not in the file", sum)
	}
	var got letter
	if err := sealed.Open(file, "test-letter", 1, &got); err != nil || got != want {
		t.Errorf("opened %+v, %v", got, err)
	}
	// Another layout of the same content is the same content.
	var tree map[string]any
	if err := json.Unmarshal(file, &tree); err != nil {
		t.Fatal(err)
	}
	compact, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	if err := sealed.Open(compact, "test-letter", 1, &got); err != nil || got != want {
		t.Errorf("in another layout: %+v, %v", got, err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	good, _, err := sealed.Seal("test-letter", 1, letter{"Anna", 3})
	if err != nil {
		t.Fatal(err)
	}
	unknown, _, err := sealed.Seal("test-letter", 1, map[string]any{"to": "Anna", "pages": 3, "stamp": 1})
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, changed string) []byte { return []byte(strings.Replace(string(good), old, changed, 1)) }
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"empty", nil, sealed.ErrOther},
		{"a picture", []byte("\x89PNG\r\n"), sealed.ErrOther},
		{"another format", change("test-letter", "test-parcel"), sealed.ErrOther},
		{"an array", []byte("[]"), sealed.ErrOther},
		{"a newer version", change(`"version": 1`, `"version": 2`), sealed.ErrNewer},
		{"a changed digit", change(`"pages": 3`, `"pages": 4`), sealed.ErrDamaged},
		{"a changed name", change("Anna", "Anne"), sealed.ErrDamaged},
		{"a fraction", change(`"pages": 3`, `"pages": 3.0`), sealed.ErrDamaged},
		{"cut off", good[:len(good)-20], sealed.ErrDamaged},
		{"twice", append(good[:len(good):len(good)], good...), sealed.ErrDamaged},
		{"a member that is not known", unknown, sealed.ErrDamaged},
		{"no sum", change(`"sha256"`, `"md5"`), sealed.ErrDamaged},
	} {
		if err := sealed.Open(c.file, "test-letter", 1, new(letter)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// The example of RFC 8785, section 3.2.3, and the strings of 3.2.2.2.
func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		`{"b": [1, 2], "a": {"d": null, "c": true}}`:      `{"a":{"c":true,"d":null},"b":[1,2]}`,
		`"\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/"`: `"€$\u000f\nA'B\"\\\\\"/"`,
		`"\u2028 \\u2028 <&>"`:                            "\"\u2028 \\\\u2028 <&>\"",
	} {
		got, err := sealed.Canonical(json.RawMessage(in))
		if err != nil || string(got) != want {
			t.Errorf("%s becomes %s, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{`1.5`, `1e3`, `-0`, `12345678901234567890`, `{"é":1}`} {
		if got, err := sealed.Canonical(json.RawMessage(in)); err == nil {
			t.Errorf("%s becomes %s", in, got)
		}
	}
}

func TestWriteFileReplacesWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.json")
	for _, text := range []string{"first", "second"} {
		if err := sealed.WriteFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := sealed.ReadFile(path, 6); err != nil || string(got) != text {
			t.Errorf("the file holds %q, %v", got, err)
		}
	}
	if _, err := sealed.ReadFile(path, 5); !errors.Is(err, sealed.ErrDamaged) {
		t.Errorf("a file that is too large: %v", err)
	}
	if err := sealed.WriteFile(filepath.Join(path, "file.json"), nil); err == nil {
		t.Error("a file was written into a file")
	}
	if err := sealed.WriteFile(filepath.Dir(path), nil); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

func FuzzOpen(f *testing.F) {
	good, _, err := sealed.Seal("test-letter", 1, letter{"Анна", 3})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"format":"test-letter","version":1,"sha256":"","content":null}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		var got letter
		if err := sealed.Open(file, "test-letter", 1, &got); err != nil {
			return
		}
		again, _, err := sealed.Seal("test-letter", 1, got)
		if err != nil {
			t.Fatalf("what was opened cannot be sealed: %v", err)
		}
		var same letter
		if err := sealed.Open(again, "test-letter", 1, &same); err != nil || same != got {
			t.Fatalf("%+v comes back as %+v, %v", got, same, err)
		}
	})
}
