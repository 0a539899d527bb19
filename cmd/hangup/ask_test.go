package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/store"
)

// In the terminal, too, the family word is asked for only where one was agreed.
func TestAskForTheFamilyWord(t *testing.T) {
	p := openTestParts(t)
	const word, question = "Ask for your family word.", "Ask something only they can know."
	for _, c := range []struct {
		agreed      time.Time
		shown, gone string
	}{{time.Time{}, question, word}, {time.Now(), word, question}} {
		if err := p.home.ChangeSettings(t.Context(), func(s *store.Settings) { s.FamilyWord = c.agreed }); err != nil {
			t.Fatal(err)
		}
		out := &bytes.Buffer{}
		terminal := p.terminal()
		terminal.In, terminal.Out = strings.NewReader("1\n4\n1\n2\n"), out // a relative wants money
		askCommand{}.run(t.Context(), p, terminal)
		if !strings.Contains(out.String(), c.shown) || strings.Contains(out.String(), c.gone) {
			t.Errorf("agreed %v:\n%s", c.agreed, out)
		}
	}
}
