package repository_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"hangup/blocklist/repository"
)

// cardWith returns a card's text with the given fields, in JSON.
func cardWith(name, address, root string) string {
	return fmt.Sprintf(`{"format":"hangup-list-card/1","name":%q,"url":%q,"root":%q}`,
		name, address, base64.StdEncoding.EncodeToString([]byte(root)))
}

func TestCardSurvivesAFile(t *testing.T) {
	want := repository.Card{Name: "Список области", URL: "https://example.org/list", Root: []byte(`{"signed":{}}`)}
	var file bytes.Buffer
	if err := want.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := repository.ReadCard(&file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}

func TestReadCardRefuses(t *testing.T) {
	root := `{"signed":{}}`
	for name, text := range map[string]string{
		"nothing":           "",
		"other JSON":        `{"name":"x"}`,
		"a picture":         "\x89PNG\r\n\x1a\n",
		"no root":           cardWith("List", "https://example.org", ""),
		"root not base64":   `{"format":"hangup-list-card/1","name":"L","url":"https://example.org","root":"!"}`,
		"no name":           cardWith("\u200f\t", "https://example.org", root),
		"no address":        cardWith("List", "", root),
		"other scheme":      cardWith("List", "ftp://example.org/", root),
		"script":            cardWith("List", "javascript:alert(1)", root),
		"address with user": cardWith("List", "https://me:secret@example.org/", root),
		"query":             cardWith("List", "https://example.org/?a=b", root),
		"empty query":       cardWith("List", "https://example.org/?", root),
		"fragment":          cardWith("List", "https://example.org/#a", root),
		"port without host": cardWith("List", "http://:80/", root),
		"other computer":    cardWith("List", "file://server/share", root),
		"relative folder":   cardWith("List", "file:list", root),
		"two documents":     cardWith("List", "https://example.org", root) + "{}",
		"too large":         cardWith(strings.Repeat("x", repository.MaxCard), "https://example.org", root),
	} {
		t.Run(name, func(t *testing.T) {
			card, err := repository.ReadCard(strings.NewReader(text))
			if !errors.Is(err, repository.ErrNotACard) {
				t.Errorf("got %+v, %v; want ErrNotACard", card, err)
			}
		})
	}
}

func TestReadCardAcceptsAddresses(t *testing.T) {
	for _, address := range []string{
		"http://192.168.0.10:8080", "https://example.org/a/b/", "file:///media/stick", "file:///C:/list",
		"file:///media/%D1%84%D0%BB%D0%B5%D1%88%D0%BA%D0%B0%20list", "http://[::1]:8080/list",
	} {
		if _, err := repository.ReadCard(strings.NewReader(cardWith("List", address, "{}"))); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestReadCardOfANewerProgram(t *testing.T) {
	for _, text := range []string{
		`{"format":"hangup-list-card/2"}`,
		`{"format":"hangup-list-card/2","name":["a"],"root":{"keys":[]}}`,
	} {
		if _, err := repository.ReadCard(strings.NewReader(text)); !errors.Is(err, repository.ErrNewCard) {
			t.Errorf("%s: got %v, want ErrNewCard", text, err)
		}
	}
}

func TestCardNameIsOneCleanLine(t *testing.T) {
	for given, want := range map[string]string{
		"  Region\nlist\u202e ":        "Regionlist",
		"a\u061cb\u00adc\U000e0041":    "abc",
		strings.Repeat("я", 80):        strings.Repeat("я", 60),
		strings.Repeat("x", 59) + " y": strings.Repeat("x", 59),
	} {
		card, err := repository.ReadCard(strings.NewReader(cardJSON(t, given)))
		if err != nil {
			t.Fatal(err)
		}
		if card.Name != want {
			t.Errorf("%q became %q, want %q", given, card.Name, want)
		}
	}
}

// cardJSON returns the text of a card whose name is written as it is, however strange.
func cardJSON(t *testing.T, name string) string {
	t.Helper()
	return string(object(map[string]any{
		"format": "hangup-list-card/1", "name": name, "url": "https://example.org", "root": []byte("{}"),
	}, nil))
}

func TestWriteRefusesWhatReadWouldRefuse(t *testing.T) {
	root := []byte("{}")
	for name, card := range map[string]repository.Card{
		"no name":    {URL: "https://example.org", Root: root},
		"no root":    {Name: "List", URL: "https://example.org"},
		"no address": {Name: "List", Root: root},
		"too large":  {Name: "List", URL: "https://example.org", Root: make([]byte, repository.MaxCard)},
	} {
		var file bytes.Buffer
		if err := card.Write(&file); err == nil || file.Len() != 0 {
			t.Errorf("%s: wrote %d bytes, error %v", name, file.Len(), err)
		}
	}
}

func TestFingerprint(t *testing.T) {
	words := make([]string, 1024)
	for i := range words {
		words[i] = fmt.Sprint(i)
	}
	// SHA-256("abc") begins ba7816bf 8f01cfea 4141; in groups of ten bits:
	// 1011101001 1110000001 0110101111 1110001111 0000000111 0011111110 1010010000 0101000001
	want := []string{"745", "897", "431", "911", "7", "254", "656", "321"}
	card := repository.Card{Root: []byte("abc")}
	if got := card.Fingerprint(words); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzReadCard(f *testing.F) {
	f.Add([]byte(cardWith("List", "https://example.org/list", `{"signed":{}}`)))
	f.Add([]byte(cardWith("\u202eList", "file:///a%20b", "x")))
	f.Add([]byte(`{"format":"hangup-list-card/2","root":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		card, err := repository.ReadCard(bytes.NewReader(data))
		if err != nil {
			return
		}
		if card.Name == "" || len([]rune(card.Name)) > 60 || strings.ContainsFunc(card.Name, notShown) {
			t.Fatalf("accepted the name %q", card.Name)
		}
		var file bytes.Buffer
		if err := card.Write(&file); err != nil {
			return // a card near the limit of size may grow beyond it by indenting
		}
		again, err := repository.ReadCard(&file)
		if err != nil || !reflect.DeepEqual(again, card) {
			t.Fatalf("read back as %+v, %v; want %+v", again, err, card)
		}
	})
}

func notShown(r rune) bool { return !unicode.IsGraphic(r) }
