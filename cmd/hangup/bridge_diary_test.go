package main

import (
	"testing"
	"time"

	"hangup/blocklist"
	"hangup/ui"
)

// What the program said of words is kept without a number, and beside one that is not on any list. The words that were
// typed for it are not.
func TestVerdictOnWordsIsWrittenDown(t *testing.T) {
	diary := callDiary{openTestParts(t)}
	for _, number := range []string{"", "+1 202 555 0143"} {
		saved, err := diary.Save(t.Context(), ui.Call{
			At: time.Now().Add(-time.Hour), Number: number, Typed: "tell me the code",
			Flags: []blocklist.Flag{blocklist.FlagCode}, Verdict: &blocklist.Verdict{Level: blocklist.Stop},
		})
		if err != nil {
			t.Fatal(err)
		}
		if saved.Level == nil || *saved.Level != blocklist.Stop || saved.Words != "" || saved.Typed != "" {
			t.Errorf("saved %+v", saved)
		}
	}
	calls, err := diary.Calls(t.Context())
	if err != nil || len(calls) != 2 {
		t.Fatal(len(calls), err)
	}
	t.Setenv("HOME", t.TempDir())
	if _, err := diary.Print(t.Context(), "en"); err != nil {
		t.Error(err)
	}
	if _, _, err := diary.Export(t.Context(), "en", ui.StatementJSON); err != nil {
		t.Error(err)
	}
}
