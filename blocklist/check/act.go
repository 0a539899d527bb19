package check

import "hangup/blocklist"

// Act is the one thing to do first. A window makes it the largest button.
type Act string

// The acts.
const (
	CallBank    Act = "call_bank"    // the bank, by the number on the card, or a line that reaches it
	CallPerson  Act = "call_person"  // the first of my people
	CallHotline Act = "call_hotline" // an official line of the country, dialled by hand
	CallSaved   Act = "call_saved"   // whoever they say they are, on the number saved before the call
	CallKnown   Act = "call_known"   // a firm or an office, on the number of a card, a bill or a contract
	GoOn        Act = "go_on"        // what the person was about to do is right
	Recover     Act = "recover"      // the recovery steps
)

var actIDs = map[Act]string{
	CallBank:    "checks.act.call_bank",
	CallPerson:  "checks.act.call_person",
	CallHotline: "checks.act.call_hotline",
	CallSaved:   "checks.act.call_saved",
	CallKnown:   "checks.act.call_known",
	GoOn:        "checks.act.go_on",
	Recover:     "checks.act.recover",
}

// Message says the act in one sentence.
func (a Act) Message() blocklist.Message { return blocklist.Say(actIDs[a]) }

// Contact returns which of the person's own contacts the act means; ok is false when it means none.
func (a Act) Contact() (kind blocklist.ContactKind, ok bool) {
	switch a {
	case CallBank:
		return blocklist.ContactBank, true
	case CallPerson, CallSaved:
		return blocklist.ContactPerson, true
	}
	return 0, false
}

// NoLine says what to do where an act names a line and none of the country is known.
func NoLine() blocklist.Message { return blocklist.Say("checks.act.no_line") }

func (a Act) known() bool { return actIDs[a] != "" }

// Lines returns those of the official lines that offer one of the services, in the order of the services and then of
// the lines; none when there is no such line.
func Lines(officials []blocklist.Official, services []blocklist.Service) []blocklist.Official {
	var lines []blocklist.Official
	for _, service := range services {
		for _, o := range officials {
			if o.Service == service {
				lines = append(lines, o)
			}
		}
	}
	return lines
}
