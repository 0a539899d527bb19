package blocklist

import (
	"fmt"
	"slices"
)

// Ask is what a caller wants to get, by the codes of scam scripts.
type Ask string

// The asks.
const (
	AskPIN      Ask = "PIN"      // a card's PIN, its security code, or a password
	AskSMS      Ask = "SMS"      // a one-time code
	AskID       Ask = "ID"       // passport, insurance or account data
	AskTransfer Ask = "XFER"     // a transfer or a payment
	AskSafe     Ask = "SAFE"     // money moved to a "safe account"
	AskCash     Ask = "CASH"     // cash for a courier
	AskGold     Ask = "GOLD"     // gold or jewellery
	AskGift     Ask = "GIFT"     // gift cards
	AskCrypto   Ask = "CRYPTO"   // cryptocurrency
	AskApp      Ask = "APP"      // an app, remote access or a look at the screen
	AskLoan     Ask = "LOAN"     // a loan to be taken
	AskCallback Ask = "CALLBACK" // a call back to a dear number
	AskSecret   Ask = "SECRET"   // that nobody is told
	AskHold     Ask = "HOLD"     // that the line stays open
)

var asks = []Ask{
	AskPIN, AskSMS, AskID, AskTransfer, AskSafe, AskCash, AskGold, AskGift, AskCrypto, AskApp, AskLoan, AskCallback,
	AskSecret, AskHold,
}

var askIDs = map[Ask]string{
	AskPIN:      "ask.pin",
	AskSMS:      "ask.sms",
	AskID:       "ask.id",
	AskTransfer: "ask.xfer",
	AskSafe:     "ask.safe",
	AskCash:     "ask.cash",
	AskGold:     "ask.gold",
	AskGift:     "ask.gift",
	AskCrypto:   "ask.crypto",
	AskApp:      "ask.app",
	AskLoan:     "ask.loan",
	AskCallback: "ask.callback",
	AskSecret:   "ask.secret",
	AskHold:     "ask.hold",
}

// Asks lists all asks in their order.
func Asks() []Ask { return slices.Clone(asks) }

// ParseAsk returns the ask of a code such as "SMS".
func ParseAsk(code string) (Ask, error) {
	if slices.Contains(asks, Ask(code)) {
		return Ask(code), nil
	}
	return "", fmt.Errorf("no ask has the code %q", code)
}

// Message names the ask in a few words.
func (a Ask) Message() Message { return Say(askIDs[a]) }

// Flag returns the red flag that the ask raises by itself, or 0 for one that raises none.
func (a Ask) Flag() Flag {
	switch a {
	case AskPIN, AskSMS:
		return FlagCode
	case AskTransfer, AskSafe, AskLoan:
		return FlagMove
	case AskCash, AskGold, AskGift, AskCrypto:
		return FlagHandOver
	case AskApp:
		return FlagRemote
	case AskSecret:
		return FlagSecrecy
	case AskHold:
		return FlagHold
	default:
		return 0
	}
}

// Party is who a caller claims to be.
type Party string

// The parties.
const (
	PartyPolice     Party = "police" // police, state security, prosecutors, courts
	PartyBank       Party = "bank"   // a bank, or the central bank
	PartyState      Party = "state"  // state services, pension fund, tax office, customs
	PartyPhone      Party = "phone"  // the phone company
	PartyRelative   Party = "relative"
	PartyBoss       Party = "boss"
	PartyClinic     Party = "clinic" // a clinic, a doctor, health insurance
	PartyHouse      Party = "house"  // intercom, meters, power, the building's office
	PartyDelivery   Party = "delivery"
	PartyTech       Party = "tech" // computer help, a shop's or provider's support
	PartyInvestment Party = "investment"
	PartyFriend     Party = "friend" // a friend known only online
	PartyPrize      Party = "prize"  // a lottery, a prize, a compensation
	PartyEmployer   Party = "employer"
	PartyRecovery   Party = "recovery" // somebody who gets stolen money back
	PartyUnknown    Party = "unknown"  // somebody else, or nobody
)

var parties = []Party{
	PartyPolice, PartyBank, PartyState, PartyPhone, PartyRelative, PartyBoss, PartyClinic, PartyHouse, PartyDelivery,
	PartyTech, PartyInvestment, PartyFriend, PartyPrize, PartyEmployer, PartyRecovery, PartyUnknown,
}

var partyIDs = map[Party]string{
	PartyPolice:     "party.police",
	PartyBank:       "party.bank",
	PartyState:      "party.state",
	PartyPhone:      "party.phone",
	PartyRelative:   "party.relative",
	PartyBoss:       "party.boss",
	PartyClinic:     "party.clinic",
	PartyHouse:      "party.house",
	PartyDelivery:   "party.delivery",
	PartyTech:       "party.tech",
	PartyInvestment: "party.investment",
	PartyFriend:     "party.friend",
	PartyPrize:      "party.prize",
	PartyEmployer:   "party.employer",
	PartyRecovery:   "party.recovery",
	PartyUnknown:    "party.unknown",
}

// Parties lists all parties in their order.
func Parties() []Party { return slices.Clone(parties) }

// ParseParty returns the party of a name such as "police".
func ParseParty(name string) (Party, error) {
	if slices.Contains(parties, Party(name)) {
		return Party(name), nil
	}
	return "", fmt.Errorf("nobody called %q is impersonated", name)
}

// Message names the party in a few words.
func (p Party) Message() Message { return Say(partyIDs[p]) }
