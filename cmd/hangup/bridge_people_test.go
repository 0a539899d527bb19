package main

import (
	"path/filepath"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/people"
	"hangup/blocklist/phone"
)

// While a number is typed digit by digit, nothing is wrong with it until no digit can mend it.
func TestNumbersAreWatchedWhileTheyAreTyped(t *testing.T) {
	p := openTestParts(t)
	watched := trustedPeople{&people.Book{Desk: p.desk}}
	for _, number := range []string{"89161234567", "+79161234567", "11245678901", "88005553535"} {
		for i := 1; i < len(number); i++ {
			if why := watched.Watch(t.Context(), blocklist.ContactPerson, number[:i]); why != nil {
				t.Errorf("%s: %s", number[:i], why.ID)
			}
		}
	}
	for text, want := range map[string]string{
		"4276 3800 1234 5678":              phone.ErrSecret.Message.ID,
		"8 916 123-45-67, 8 916 123-45-68": people.ErrSeveral.Message.ID,
		"8 809 505 12 34":                  people.ErrDear.Message.ID,
	} {
		if why := watched.Watch(t.Context(), blocklist.ContactPerson, text); why == nil || why.ID != want {
			t.Errorf("%s: %v, want %s", text, why, want)
		}
	}
}

// A second file of one day does not take the place of the first.
func TestSetupFilesOfOneDay(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	s, err := openTestParts(t).newWindowSetup()
	if err != nil {
		t.Fatal(err)
	}
	folder, seen := t.TempDir(), map[string]bool{}
	for range 3 {
		path, err := s.Save(t.Context(), folder)
		if err != nil || filepath.Dir(path) != folder || seen[path] {
			t.Fatalf("saved as %s, %v; before: %v", path, err, seen)
		}
		seen[path] = true
	}
	if _, err := s.Save(t.Context(), filepath.Join(folder, "none")); blocklist.Explain(err).ID != "setup.error.cannot_write" {
		t.Errorf("saved in a folder that is not there: %v", err)
	}
}
