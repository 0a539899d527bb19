package blocklist

import "slices"

// Assess decides what to tell a person about one number.
//
// A number the person or an authority vouches for is decided by that alone. For any other number the list, the range
// and the nature of the number each give a level with a reason; the strictest level counts, and every reason is
// told, the weightiest first. So a premium number with one complaint is not calmer than a premium number with none.
func Assess(f Facts) Verdict {
	switch {
	case f.Official != nil && f.Official.NeverCalls && f.Direction == TheyCalled:
		return neverCallsVerdict(f) // nobody can vouch for such a call
	case f.Contact != nil:
		return contactVerdict(f)
	case f.Official != nil:
		return officialVerdict(f)
	}
	v := Verdict{Evidence: f.Evidence}
	var found []finding
	found = append(found, listFindings(f)...)
	found = append(found, nearbyFindings(f)...)
	found = append(found, rangeFindings(f)...)
	found = append(found, natureFindings(f)...)
	switch {
	case f.NoList:
		found = append(found, finding{Unlisted, Say("reason.no_list")})
	case len(found) == 0:
		found = append(found, finding{Unlisted, Say("reason.not_listed")})
	}
	slices.SortStableFunc(found, func(a, b finding) int { return int(b.level) - int(a.level) })
	v.Level = found[0].level
	for _, x := range found {
		v.Reasons = append(v.Reasons, x.reason)
	}
	switch v.Level {
	case Stop:
		stopWords(&v, f)
	case Careful:
		carefulWords(&v, f)
	default:
		unlistedWords(&v, f)
	}
	return v
}

// finding is one reason with the level it supports by itself.
type finding struct {
	level  Level
	reason Reason
}

func contactVerdict(f Facts) Verdict {
	name := Args{"Name": f.Contact.Name}
	v := Verdict{Level: Known}
	switch f.Contact.Kind {
	case ContactBank:
		v.Title = Message{"verdict.known_bank.title", name}
		v.Reasons = []Reason{Say("reason.my_bank")}
	case ContactAllowed:
		v.Title = Say("verdict.known_allowed.title")
		v.Reasons = []Reason{Say("reason.my_allow_list")}
	default:
		v.Title = Message{"verdict.known.title", name}
		v.Reasons = []Reason{Say("reason.my_people")}
	}
	knownWords(&v, f)
	return v
}

func neverCallsVerdict(f Facts) Verdict {
	v := Verdict{Level: Stop, Reasons: []Reason{neverCalls(f), Say("reason.number_faked"), checkedOfficial(f)}}
	stopWords(&v, f)
	return v
}

func officialVerdict(f Facts) Verdict {
	v := Verdict{
		Level: Known, Title: Message{"verdict.known.title", Args{"Name": Say(f.Official.NameID)}},
		Reasons: []Reason{checkedOfficial(f)},
	}
	if f.Official.NeverCalls {
		v.Reasons = append(v.Reasons, neverCalls(f))
	}
	if f.Official.Service == ServiceSender {
		senderWords(&v, f)
		return v
	}
	knownWords(&v, f)
	return v
}

func neverCalls(f Facts) Reason {
	return Message{"reason.never_calls", Args{"Number": f.Number.Display}}
}

func checkedOfficial(f Facts) Reason {
	return Message{"reason.official", Args{"Name": Say(f.Official.NameID), "Date": f.Official.Checked}}
}

func listFindings(f Facts) []finding {
	e := f.Evidence
	if e == nil {
		return nil
	}
	level := e.Level()
	if f.Direction == Calling && e.Category == CategoryOneRing && level == Careful {
		level = Stop // several people were rung once; calling back is what the ring was for
	}
	count := Args{"Count": e.Reports.AtLeast()}
	var found []finding
	switch {
	case e.Strength == StrengthOfficial:
		found = append(found, finding{level, Message{"reason.named_by_officials", Args{"List": e.Source}}})
	case e.Strength == StrengthSingle:
		found = append(found, finding{level, Say("reason.one_complained")})
	case e.Reports.Exact():
		found = append(found, finding{level, Message{"reason.complained", count}})
	default:
		found = append(found, finding{level, Message{"reason.complained_at_least", count}})
	}
	if reason, ok := categoryReasons[e.Category]; ok {
		found = append(found, finding{level, Say(reason)})
	}
	if e.Fading {
		found = append(found, finding{level, Say("reason.old_complaints")})
	}
	return append(found,
		finding{level, Message{"reason.last_complaint", Args{"Month": e.LastSeen}}},
		finding{level, Message{"reason.source", Args{"List": e.Source}}})
}

var categoryReasons = map[Category]string{
	CategoryBank:          "reason.category.bank",
	CategoryPolice:        "reason.category.police",
	CategoryGovernment:    "reason.category.government",
	CategoryRelative:      "reason.category.relative",
	CategoryTechSupport:   "reason.category.tech_support",
	CategoryInvestment:    "reason.category.investment",
	CategoryPrize:         "reason.category.prize",
	CategoryDelivery:      "reason.category.delivery",
	CategoryHealth:        "reason.category.health",
	CategoryUtility:       "reason.category.utility",
	CategoryTelemarketing: "reason.category.telemarketing",
	CategoryOneRing:       "reason.category.one_ring",
}

func rangeFindings(f Facts) []finding {
	if f.Range == nil {
		return nil
	}
	switch f.Range.Use {
	case UseTelemarketing:
		return []finding{{Careful, Say("reason.telemarketing_range")}}
	case UseFiction:
		return []finding{{Careful, Say("reason.fiction_range")}}
	}
	return nil
}

func natureFindings(f Facts) []finding {
	costly := Careful
	if f.Direction == Calling {
		costly = Stop
	}
	var found []finding
	switch f.Number.Kind {
	case KindPremium:
		found = append(found, finding{costly, Say("reason.premium")})
	case KindSatellite:
		found = append(found, finding{costly, Say("reason.satellite")})
	case KindSharedCost:
		found = append(found, finding{Careful, Say("reason.shared_cost")})
	case KindHidden:
		found = append(found, finding{Careful, Say("reason.hidden")})
	case KindImpossible:
		if f.Range == nil { // a range says more exactly why nobody has the number
			found = append(found, finding{Careful, Say("reason.impossible")})
		}
	}
	if foreign(f) {
		found = append(found, finding{Careful, Message{"reason.foreign", Args{"Country": f.Number.Region}}})
	}
	return found
}

// foreign reports whether the number is from a country the person never hears from.
func foreign(f Facts) bool {
	r := f.Number.Region
	return r != "" && r != "001" && f.Home != "" && r != f.Home && !slices.Contains(f.HearsFrom, r)
}

func stopWords(v *Verdict, f Facts) {
	if f.Direction == Calling {
		v.Title, v.Lead = Say("verdict.stop_calling.title"), Say("verdict.stop_calling.lead")
		v.Advice = []Advice{Say("advice.do_not_call"), Say("advice.do_not_answer_again"), helperAdvice(f)}
		return
	}
	v.Title, v.Lead = Say("verdict.stop.title"), Say("verdict.stop.lead")
	v.Advice = []Advice{Say("advice.hang_up"), Say("advice.do_not_call_back"), helperAdvice(f)}
}

func carefulWords(v *Verdict, f Facts) {
	if f.Direction == Calling {
		v.Title, v.Lead = Say("verdict.careful.title"), Say("verdict.careful_calling.lead")
		v.Advice = []Advice{Say("advice.do_not_call_yet"), Say("advice.find_number"), helperAdvice(f)}
		return
	}
	v.Title, v.Lead = Say("verdict.careful.title"), Say("verdict.careful.lead")
	v.Advice = []Advice{Say("advice.tell_nothing"), Say("advice.say_call_back"), helperAdvice(f)}
}

func unlistedWords(v *Verdict, f Facts) {
	v.Title, v.Lead = Say("verdict.unlisted.title"), Say("verdict.unlisted.lead")
	switch {
	case f.Evidence == nil:
	case f.Evidence.Fading:
		v.Title = Say("verdict.old_complaints.title")
	default:
		v.Title = Say("verdict.one_complaint.title")
	}
	if f.Direction == Calling {
		v.Advice = []Advice{Say("advice.find_number"), Say("advice.tell_nothing"), helperAdvice(f)}
		return
	}
	v.Advice = []Advice{Say("advice.tell_nothing"), Say("advice.money_means_hang_up"), helperAdvice(f)}
}

func knownWords(v *Verdict, f Facts) {
	if f.Direction == Calling {
		v.Lead = Say("verdict.known_calling.lead")
		v.Advice = []Advice{Say("advice.dial_by_hand"), Say("advice.tell_nothing")}
		return
	}
	v.Lead = Say("verdict.known.lead")
	v.Reasons = append(v.Reasons, Say("reason.number_can_be_faked"))
	v.Advice = []Advice{Say("advice.hang_up"), Say("advice.other_phone"), Say("advice.dial_yourself")}
}

// senderWords speak of messages: from such a number come codes, and nobody answers there.
func senderWords(v *Verdict, f Facts) {
	v.Lead = Say("verdict.sender.lead")
	v.Reasons = append(v.Reasons, Say("reason.sender"), Say("reason.number_can_be_faked"))
	v.Advice = []Advice{Say("advice.tell_nothing"), Say("advice.money_means_hang_up"), helperAdvice(f)}
}

// helperAdvice names the person to call when in doubt.
func helperAdvice(f Facts) Advice {
	if f.Helper == nil {
		return Say("advice.call_trusted")
	}
	return Message{"advice.call_helper", Args{"Name": f.Helper.Name, "Number": f.Helper.Number}}
}
