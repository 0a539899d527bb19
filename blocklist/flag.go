package blocklist

import (
	"fmt"
	"slices"
)

// Flag is a red flag: something in a call that official bodies agree real callers do not do. The flags and who
// names them are listed in the field as R1 to R14.
type Flag uint8

// The red flags. Lists and saved files hold them by name: never renumber, only add.
const (
	FlagCode      Flag = iota + 1 // R1: a code, PIN or password is to be told to a person
	FlagMove                      // R2: money is to be moved, withdrawn or "declared"
	FlagHandOver                  // R3: a courier, cash, gold, gift cards or cryptocurrency
	FlagHurry                     // R4: now or never
	FlagSecrecy                   // R5: tell nobody, not even the bank
	FlagHold                      // R6: stay on the line, no time to check
	FlagUnasked                   // R7: an unexpected call about a problem or a prize
	FlagThreat                    // R8: arrest, court, a frozen account
	FlagRemote                    // R9: an app is to be installed or a screen to be shown
	FlagMessenger                 // R10: a move to a messenger or a video call, pictures of identity cards
	FlagRelay                     // R11: a second "official" takes over
	FlagKnowsYou                  // R12: names and papers known to the caller are offered as proof
	FlagCoaching                  // R13: how to answer the bank or the family is told
	FlagFee                       // R14: pay first, to receive later
)

// Flags lists all red flags in their order.
func Flags() []Flag {
	all := make([]Flag, 0, FlagFee)
	for f := FlagCode; f <= FlagFee; f++ {
		all = append(all, f)
	}
	return all
}

// ParseFlag is the inverse of [Flag.String].
func ParseFlag(name string) (Flag, error) {
	for _, f := range Flags() {
		if f.String() == name {
			return f, nil
		}
	}
	return 0, fmt.Errorf("no red flag is called %q", name)
}

// String returns the name in JSON and lists: "R1" to "R14".
func (f Flag) String() string { return fmt.Sprintf("R%d", uint8(f)) }

// MarshalText implements [encoding.TextMarshaler] with the name String returns.
func (f Flag) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (f *Flag) UnmarshalText(text []byte) error {
	parsed, err := ParseFlag(string(text))
	*f = parsed
	return err
}

// Message says the flag in a sentence, as a reason.
func (f Flag) Message() Message { return Say(flagIDs[f]) }

var flagIDs = [...]string{
	FlagCode: "flag.code", FlagMove: "flag.move", FlagHandOver: "flag.hand_over", FlagHurry: "flag.hurry", FlagSecrecy: "flag.secrecy",
	FlagHold: "flag.hold", FlagUnasked: "flag.unasked", FlagThreat: "flag.threat", FlagRemote: "flag.remote", FlagMessenger: "flag.messenger",
	FlagRelay: "flag.relay", FlagKnowsYou: "flag.knows_you", FlagCoaching: "flag.coaching", FlagFee: "flag.fee",
}

// Decides reports whether the flag alone means Stop: no honest caller asks for a code, for money to be moved or handed
// over, or for a look at the screen.
func (f Flag) Decides() bool {
	return f == FlagCode || f == FlagMove || f == FlagHandOver || f == FlagRemote
}

// enoughFlags is how many flags make a Stop when none of them decides alone.
const enoughFlags = 3

// LevelOf returns the level that red flags of one call add up to: Stop for any that decides alone or for three
// others, Careful for one or two, and Unlisted for none. The order and repeats do not matter.
func LevelOf(flags []Flag) Level {
	if slices.ContainsFunc(flags, Flag.Decides) {
		return Stop
	}
	distinct := slices.Clone(flags)
	slices.Sort(distinct)
	switch n := len(slices.Compact(distinct)); {
	case n >= enoughFlags:
		return Stop
	case n > 0:
		return Careful
	default:
		return Unlisted
	}
}
