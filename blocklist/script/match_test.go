package script_test

import (
	"fmt"
	"testing"

	"hangup/assets"
	"hangup/blocklist/script"
)

func TestTry(t *testing.T) {
	l, err := script.Read(assets.Scripts())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Refused() {
		fmt.Println(r.File, r.Err)
	}
	for _, s := range []string{"a police captain says someone is inside my account and needs only the PIN", "never tell anyone your PIN", "he asked for the pasword"} {
		fmt.Printf("%+v\n", l.Match(s, script.Options{}))
	}
}
