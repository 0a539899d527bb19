package assets_test

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"hangup/assets"
)

func TestWordsCanBeReadOverThePhone(t *testing.T) {
	alphabets := map[string]string{
		"en": "abcdefghijklmnopqrstuvwxyz",
		"ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя", // without ё, which people write as е
	}
	for language, alphabet := range alphabets {
		t.Run(language, func(t *testing.T) {
			words := assets.Words(language)
			if len(words) != assets.WordCount {
				t.Fatalf("%d words, want %d", len(words), assets.WordCount)
			}
			if !slices.IsSorted(words) {
				t.Error("the words are not sorted")
			}
			begins := make(map[string]string)
			for i, w := range words {
				letters := []rune(w)
				if len(letters) < 4 || len(letters) > 8 {
					t.Errorf("%s has %d letters, want 4 to 8", w, len(letters))
					continue
				}
				if strings.Trim(w, alphabet) != "" {
					t.Errorf("%s has a letter that is not of the alphabet", w)
				}
				if other, ok := begins[string(letters[:4])]; ok {
					t.Errorf("%s and %s begin with the same four letters", other, w)
				}
				begins[string(letters[:4])] = w
				for _, other := range words[i+1:] {
					if distance(letters, []rune(other)) < 2 {
						t.Errorf("%s and %s differ by less than two letters", w, other)
					}
				}
			}
		})
	}
	if assets.Words("xx") != nil {
		t.Error("there are words of a language that is not there")
	}
}

// distance returns the Levenshtein distance, or 2 for words whose lengths alone make it at least that.
func distance(a, b []rune) int {
	if len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return 2
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func TestEveryIconCanBeTinted(t *testing.T) {
	names := []string{
		"back", "call", "check_number", "code", "copy", "family", "hang_up", "level_careful", "level_known",
		"level_stop", "level_unlisted", "list", "person", "read_aloud", "said", "sync", "told",
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			svg := parse(t, assets.Icon(name))
			if svg.ViewBox != "0 0 24 24" {
				t.Errorf("view box %q, want 24 by 24", svg.ViewBox)
			}
			if len(svg.Paths) == 0 || len(svg.Other) > 0 {
				t.Error("an icon must be made of paths alone")
			}
			for _, p := range svg.Paths {
				if p.Fill != "#000000" || p.Stroke != "" {
					t.Errorf("fill %q and stroke %q: only a fill is tinted", p.Fill, p.Stroke)
				}
			}
		})
	}
	if assets.Icon("no_such_icon") != nil {
		t.Error("there is an icon that is not there")
	}
}

type drawing struct {
	ViewBox string `xml:"viewBox,attr"`
	Paths   []struct {
		Fill   string `xml:"fill,attr"`
		Stroke string `xml:"stroke,attr"`
	} `xml:"path"`
	Other []struct {
		XMLName xml.Name
	} `xml:",any"`
}

func parse(t *testing.T, data []byte) drawing {
	t.Helper()
	var d drawing
	if err := xml.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAppIcon(t *testing.T) {
	if d := parse(t, assets.AppIcon()); d.ViewBox != "0 0 512 512" {
		t.Errorf("view box %q", d.ViewBox)
	}
	config, err := png.DecodeConfig(bytes.NewReader(assets.AppIconPNG()))
	if err != nil {
		t.Fatal(err)
	}
	if config.Width != 512 || config.Height != 512 {
		t.Errorf("the picture is %d by %d", config.Width, config.Height)
	}
}

func TestStarterHasFiles(t *testing.T) {
	names, err := fs.Glob(assets.Starter(), "*.toml")
	if err != nil || len(names) == 0 {
		t.Errorf("no files of the starter list: %v", err)
	}
}
