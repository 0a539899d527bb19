package blocklist_test

import (
	"testing"

	"hangup/blocklist"
)

func TestLevelOf(t *testing.T) {
	for _, c := range []struct {
		name  string
		flags []blocklist.Flag
		want  blocklist.Level
	}{
		{"nothing", nil, blocklist.Unlisted},
		{"a code", []blocklist.Flag{blocklist.FlagCode}, blocklist.Stop},
		{"money moved", []blocklist.Flag{blocklist.FlagMove}, blocklist.Stop},
		{"a courier", []blocklist.Flag{blocklist.FlagHandOver}, blocklist.Stop},
		{"an app", []blocklist.Flag{blocklist.FlagRemote}, blocklist.Stop},
		{"hurry", []blocklist.Flag{blocklist.FlagHurry}, blocklist.Careful},
		{"hurry twice and a threat", []blocklist.Flag{
			blocklist.FlagHurry, blocklist.FlagThreat, blocklist.FlagHurry,
		}, blocklist.Careful},
		{"hurry, threat and secrecy", []blocklist.Flag{
			blocklist.FlagHurry, blocklist.FlagThreat, blocklist.FlagSecrecy,
		}, blocklist.Stop},
	} {
		if got := blocklist.LevelOf(c.flags); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestFlagNames(t *testing.T) {
	if got := len(blocklist.Flags()); got != 14 {
		t.Fatalf("%d flags, want 14", got)
	}
	for _, f := range blocklist.Flags() {
		back, err := blocklist.ParseFlag(f.String())
		if err != nil || back != f {
			t.Errorf("%v comes back as %v, %v", f, back, err)
		}
	}
	for _, name := range []string{"", "R0", "R15", "r1", "R01"} {
		if f, err := blocklist.ParseFlag(name); err == nil {
			t.Errorf("%q is read as %v", name, f)
		}
	}
}

func TestAsksRaiseFlags(t *testing.T) {
	for ask, want := range map[blocklist.Ask]blocklist.Flag{
		blocklist.AskPIN: blocklist.FlagCode, blocklist.AskSMS: blocklist.FlagCode,
		blocklist.AskSafe: blocklist.FlagMove, blocklist.AskGift: blocklist.FlagHandOver,
		blocklist.AskApp: blocklist.FlagRemote, blocklist.AskID: 0,
	} {
		if got := ask.Flag(); got != want {
			t.Errorf("%s raises %v, want %v", ask, got, want)
		}
	}
}
