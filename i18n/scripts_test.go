package i18n_test

import (
	"errors"
	"testing"

	"hangup/i18n"
)

// Words handed out before speak the texts of scripts that come later; what a list brings can change nothing else.
func TestSetScripts(t *testing.T) {
	b := load(t)
	en, ru := b.Words("en"), b.Words("ru")
	const id = "script.intercom_keys.title"
	for _, c := range []struct {
		name             string
		texts            map[string]map[string]string
		err              error
		english, russian string
	}{
		{name: "the first edition", texts: map[string]map[string]string{"en": {id: "Keys"}, "ru": {id: "Ключи"}}, english: "Keys", russian: "Ключи"},
		{name: "a newer one", texts: map[string]map[string]string{"en": {id: "New keys"}, "ru": {id: "Новые ключи"}}, english: "New keys", russian: "Новые ключи"},
		{name: "a template", texts: map[string]map[string]string{"en": {id: "{{.Home}}"}}, err: i18n.ErrScriptText, english: "New keys", russian: "Новые ключи"},
		{name: "a label of the program", texts: map[string]map[string]string{"en": {"level.stop": "Go on"}}, err: i18n.ErrScriptText, english: "New keys", russian: "Новые ключи"},
		{name: "one language only", texts: map[string]map[string]string{"en": {id: "Keys only"}}, english: "Keys only", russian: "Keys only"},
		{name: "none", english: id, russian: id},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := b.SetScripts(c.texts); !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if got := en.ID(id); got != c.english {
				t.Errorf("English %q, want %q", got, c.english)
			}
			if got := ru.ID(id); got != c.russian {
				t.Errorf("Russian %q, want %q", got, c.russian)
			}
			if got := en.ID("level.stop"); got != "Stop" {
				t.Errorf("a label became %q", got)
			}
		})
	}
}
