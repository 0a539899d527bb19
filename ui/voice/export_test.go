package voice

// What the tests outside this package need to see.
var Plain = plain

// Listings are the parsers of the lists of voices by the program that prints the list.
var Listings = map[string]func(string) voices{
	"spd-say": parseService, "espeak-ng": parseEspeak, "say": parseSay, "System.Speech": parseWindows,
}

// Service and Windows return a rate as those programs count.
func (r Rate) Service() int { return r.service() }
func (r Rate) Windows() int { return r.windows() }
