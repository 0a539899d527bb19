package blocklist

// Verdict is the answer shown to a person. It gives reasons, never proof.
type Verdict struct {
	Level Level
	Title Message // the answer in a few words
	Lead  Message // the one sentence that matters most
	// Reasons say why, the weightiest first; never empty.
	Reasons []Reason
	// Advice holds the acts that follow, in order; never empty.
	Advice []Advice
	// Evidence is what the list says of the number, or nil when it says nothing.
	Evidence *Evidence
}

// Reason is a sentence that says what led to a verdict.
type Reason = Message

// Advice is a sentence that names one act.
type Advice = Message

// Evidence is the part of a list that speaks of one number.
type Evidence struct {
	Entry
	Source string // name of the list
}

// Direction says who called whom. It changes the advice: answering is cheap, calling back may not be.
type Direction uint8

// The directions.
const (
	TheyCalled Direction = iota
	Calling              // the person wants to call the number
)

// Contact is somebody the person already trusts.
type Contact struct {
	Name string
	// Number is as the person's country writes it.
	Number string
	Kind   ContactKind
}

// ContactKind says why a contact is trusted.
type ContactKind uint8

// The kinds of contact.
const (
	ContactPerson  ContactKind = iota // one of my people
	ContactBank                       // my bank, with the number from the card
	ContactAllowed                    // on the personal allow list
)

// Facts are all that Assess looks at.
type Facts struct {
	Number    Number
	Direction Direction
	// Home is the country the person lives in; empty when not known, and then no number counts as foreign.
	Home Region
	// HearsFrom lists other countries from which calls are expected.
	HearsFrom []Region
	// Contact is set when the number is on the personal allow list or belongs to my people or my bank.
	Contact *Contact
	// Official is set when the number is an official one.
	Official *Official
	// Evidence is set when a list has the number.
	Evidence *Evidence
	// NoList is true when there is no list that could have it.
	NoList bool
	// Range is set when the number lies in a known range.
	Range *Range
	// Nearby is set when a list warns of the numbers next to this one.
	Nearby *Nearby
	// Helper is the person to call when in doubt, or nil.
	Helper *Contact
}
