package blocklist

// Nearby is what a list says of the numbers next to one: of a range, a run of numbers that share all but their last
// digits.
type Nearby struct {
	// Entry speaks of the range. Its Reports count different numbers in it that people complained about; with
	// StrengthOfficial the list's source named the range itself, and they mean nothing.
	Entry
	// Pattern is the range: digits in E.164 without the plus, then '?' for each digit that may be any.
	Pattern string
	Source  string // name of the list
}

// nearbyFindings warn of a number for those next to it: at most to be careful, for nobody complained about the number
// itself.
func nearbyFindings(f Facts) []finding {
	n := f.Nearby
	if n == nil {
		return nil
	}
	level := min(Careful, n.Level())
	reason := Message{"reason.nearby", Args{"Count": n.Reports.AtLeast()}}
	if n.Strength == StrengthOfficial {
		reason = Message{"reason.nearby_named", Args{"List": n.Source}}
	}
	found := []finding{{level, reason}}
	if f.Evidence == nil || f.Evidence.Source != n.Source {
		found = append(found, finding{level, Message{"reason.source", Args{"List": n.Source}}})
	}
	return found
}
