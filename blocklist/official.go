package blocklist

import "time"

// Official is a number that belongs to an authority, a help line or an emergency service.
type Official struct {
	// ID names the line for good, such as "gb_159".
	ID string
	// Region is the country the line serves.
	Region Region
	// E164 or Short holds the number, as in [Number].
	E164, Short string
	Service     Service
	// NameID is the message id of the owner's name.
	NameID string
	// NeverCalls is true when the owner says this number never rings people, so that a call from it is forged.
	NeverCalls bool
	// Hours follows the opening_hours syntax of OpenStreetMap, such as "24/7"; empty when no source confirms them.
	Hours string
	Source
}

// Source says where a fact was read and when.
type Source struct {
	URL     string
	Checked time.Time
}

// Service is what a line is for.
type Service string

// The services.
const (
	ServiceEmergency Service = "emergency"
	ServicePolice    Service = "police"
	ServiceBank      Service = "bank"     // reaches the person's own bank, or blocks a card
	ServiceReport    Service = "report"   // takes reports of fraud and gives advice
	ServiceState     Service = "state"    // a state service that criminals pose as
	ServiceConsumer  Service = "consumer" // consumer and victim advice
	ServiceCompany   Service = "company"  // a firm that criminals pose as; serves its own customers only
	ServiceSender    Service = "sender"   // sends messages; nobody can be called there
)

// Helps reports whether anybody in the country may call the line for help.
func (o Official) Helps() bool { return o.Service != ServiceCompany && o.Service != ServiceSender }

// Dial returns the number as it is dialled or written internationally.
func (o Official) Dial() string {
	if o.Short != "" {
		return o.Short
	}
	return o.E164
}

// Range is a run of numbers that share their leading digits and a use.
type Range struct {
	// Prefix holds the leading digits of the E.164 form, without the plus; '?' stands for any one digit.
	Prefix string
	Use    RangeUse
	Region Region
	Source
}

// RangeUse is what a range is set aside for.
type RangeUse string

// The uses.
const (
	UseTelemarketing RangeUse = "telemarketing" // set aside by the regulator for sales calls
	UseFiction       RangeUse = "fiction"       // reserved for films and books; nobody can have such a number
)

// Edition is one signed state of a list, or the starter list that is part of the program.
type Edition struct {
	List    string    // the list's name; empty for the starter
	Version int64     // grows with each edition; 0 for the starter
	Date    time.Time // when the maker built it
	Entries int64     // numbers in it
}
