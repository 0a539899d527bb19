package blocklist

import "strconv"

// Region is an ISO 3166-1 alpha-2 country code such as "RU", or "001" for numbers that belong to no country.
type Region string

// Number is one phone number as package phone understood it.
type Number struct {
	// Input is the part of the typed text that was read as this number.
	Input string
	// E164 is the international form with its plus, such as "+74951234567". It is empty for short and hidden
	// numbers.
	E164 string
	// Short holds the digits of a number that exists only inside Region, such as "159" or "112".
	Short string
	// Extension holds the digits to dial after the call is answered, if any were written.
	Extension string
	// Region is where the number belongs; empty when that is not known.
	Region Region
	Kind   Kind
	// Display is the number as people in the home region write it.
	Display string
}

// Value returns E164 as an integer, the form in which lists hold numbers. ok is false for short and hidden numbers.
func (n Number) Value() (v uint64, ok bool) {
	if len(n.E164) < 2 || n.E164[0] != '+' {
		return 0, false
	}
	v, err := strconv.ParseUint(n.E164[1:], 10, 64)
	return v, err == nil
}

// Kind says what sort of line a number is. Names follow libphonenumber's number types.
type Kind uint8

// The kinds of numbers.
const (
	KindUnknown Kind = iota
	KindMobile
	KindFixedLine
	KindFixedLineOrMobile
	KindTollFree
	KindPremium    // costs more than a call, and pays whoever is called
	KindSharedCost // costs more than a local call
	KindVoIP
	KindPersonal // follows a person to any line
	KindPager
	KindUAN // one company number for many offices
	KindVoicemail
	KindShort      // short code, valid inside one region only
	KindSatellite  // satellite phones and other global networks, among the dearest to call
	KindHidden     // the caller's number was withheld
	KindImpossible // has the shape of a number, but none such is issued
)

var kindNames = [...]string{
	KindUnknown: "unknown", KindMobile: "mobile", KindFixedLine: "fixed_line",
	KindFixedLineOrMobile: "fixed_line_or_mobile", KindTollFree: "toll_free", KindPremium: "premium",
	KindSharedCost: "shared_cost", KindVoIP: "voip", KindPersonal: "personal", KindPager: "pager", KindUAN: "uan",
	KindVoicemail: "voicemail", KindShort: "short", KindSatellite: "satellite", KindHidden: "hidden",
	KindImpossible: "impossible",
}

// String returns the kind's name in JSON and logs, such as "fixed_line".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[KindUnknown]
}

// kindMessages are the ids of the kinds' names.
var kindMessages = [...]string{
	KindUnknown: "kind.unknown", KindMobile: "kind.mobile", KindFixedLine: "kind.fixed_line",
	KindFixedLineOrMobile: "kind.fixed_line_or_mobile", KindTollFree: "kind.toll_free", KindPremium: "kind.premium",
	KindSharedCost: "kind.shared_cost", KindVoIP: "kind.voip", KindPersonal: "kind.personal", KindPager: "kind.pager",
	KindUAN: "kind.uan", KindVoicemail: "kind.voicemail", KindShort: "kind.short", KindSatellite: "kind.satellite",
	KindHidden: "kind.hidden", KindImpossible: "kind.impossible",
}

// Message returns the kind's name as a message.
func (k Kind) Message() Message {
	if int(k) < len(kindMessages) {
		return Say(kindMessages[k])
	}
	return Say(kindMessages[KindUnknown])
}

// MarshalText implements [encoding.TextMarshaler] with the name String returns.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
