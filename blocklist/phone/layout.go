package phone

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// layout returns the digits with the signs between them.
func (r Reader) layout(digits string, plus bool) string {
	if plus {
		return "+" + internationalLayout(digits)
	}
	home := planOf(string(r.Home))
	for _, prefix := range internationalPrefixes(home) {
		if rest, ok := strings.CutPrefix(digits, prefix); ok && rest != "" {
			if code, _ := callingCode(rest); code != 0 {
				return prefix + " " + internationalLayout(rest)
			}
		}
	}
	if home == nil || len(digits) <= codeMin || len(digits) <= bareMax && r.isNumberAlone(digits) {
		return digits
	}
	return nationalLayout(home, digits)
}

func internationalLayout(digits string) string {
	code, national := callingCode(digits)
	if code == 0 || national == "" {
		return digits
	}
	plan := planOfCode(code)
	formats := plan.GetIntlNumberFormat()
	if len(formats) == 0 {
		formats = plan.GetNumberFormat()
	}
	head := strconv.Itoa(code) + " "
	rest, zero := strings.CutPrefix(national, "0")
	if zero && rest != "" && !begins(plan, national) && beginsOrContains(plan, rest) {
		return head + "(0) " + grouped(plan, formats, rest, "") // "+44 (0)20 ..."
	}
	return head + grouped(plan, formats, national, "")
}

func nationalLayout(home *phonenumbers.PhoneMetadata, digits string) string {
	plan := planOfCode(int(home.GetCountryCode()))
	for _, trunk := range trunks(home, plan) {
		if rest, ok := strings.CutPrefix(digits, trunk); ok && beginsOrContains(home, rest) {
			return grouped(plan, plan.GetNumberFormat(), rest, trunk)
		}
	}
	code := strconv.Itoa(int(home.GetCountryCode()))
	if rest, ok := strings.CutPrefix(digits, code); ok && !begins(home, digits) && beginsOrContains(home, rest) {
		return internationalLayout(digits)
	}
	return grouped(plan, plan.GetNumberFormat(), digits, "")
}

// trunks returns what people dial before a national number, the longest first.
func trunks(home, plan *phonenumbers.PhoneMetadata) []string {
	all := []string{home.GetNationalPrefix(), "0"}
	for _, f := range plan.GetNumberFormat() {
		all = append(all, digitsOf(withoutGroups(f.GetNationalPrefixFormattingRule())))
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
}

// begins reports whether national numbers of the plan can begin with the digits. It tries to fill them up to a
// number, which finds out for all but a few odd patterns.
func begins(plan *phonenumbers.PhoneMetadata, digits string) bool {
	for _, n := range plan.GetGeneralDesc().GetPossibleLength() {
		for _, full := range filled(digits, int(n)) {
			if phonenumbers.MatchNationalNumber(full, plan.GetGeneralDesc(), false) {
				return true
			}
		}
	}
	return false
}

// beginsOrContains is begins for digits that may have one too many at the end.
func beginsOrContains(plan *phonenumbers.PhoneMetadata, digits string) bool {
	usual := max(len(plan.GetFixedLine().GetExampleNumber()), len(plan.GetMobile().GetExampleNumber()))
	return begins(plan, digits) || len(digits) > usual && begins(plan, digits[:usual])
}

// filled returns the digits made n long in several ways.
func filled(digits string, n int) []string {
	if len(digits) >= n {
		if len(digits) > n {
			return nil
		}
		return []string{digits}
	}
	var all []string
	for _, with := range []string{"0", "2", "5", "1", "9"} {
		all = append(all, digits+strings.Repeat(with, n-len(digits)))
	}
	return all
}

// grouped writes a national number that may be incomplete by the format of the numbers it can become, behind the
// trunk prefix that was typed.
func grouped(plan *phonenumbers.PhoneMetadata, formats []*phonenumbers.NumberFormat, national, trunk string) string {
	const least = 3 // digits before which there is nothing to group
	known, surplus := national, ""
	for len(known) >= least {
		for _, n := range lengths(plan, len(known)) {
			if n != len(known) && surplus != "" {
				continue // with digits left over, only a complete number is formatted
			}
			for _, full := range filled(known, n) {
				if s, err := fill(formats, full, len(known), trunk); err == nil {
					return s + surplus
				}
			}
		}
		known, surplus = known[:len(known)-1], known[len(known)-1:]+surplus
	}
	return strings.TrimSpace(trunk + " " + inThrees(national))
}

// lengths returns the lengths that a number of n digits can still reach, likeliest first: a complete number, then
// the length of ordinary lines, then any.
func lengths(plan *phonenumbers.PhoneMetadata, n int) []int {
	var all []int
	for _, l := range plan.GetGeneralDesc().GetPossibleLength() {
		if int(l) >= n {
			all = append(all, int(l))
		}
	}
	rank := func(l int) int {
		switch {
		case l == n:
			return 0
		case usualLength(plan, l):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b int) int { return rank(a) - rank(b) })
	return all
}

var (
	errNoFormat = errors.New("phone: no format")
	groupSign   = regexp.MustCompile(`\$\d`)
)

func withoutGroups(format string) string { return groupSign.ReplaceAllString(format, "") }

// fill writes the first typed digits of a full national number by the format the metadata choose for it.
func fill(formats []*phonenumbers.NumberFormat, full string, typed int, trunk string) (string, error) {
	for _, f := range formats {
		if !suits(f, full) {
			continue
		}
		pattern, err := regexp.Compile(`^(?:` + f.GetPattern() + `)$`)
		if err != nil {
			return "", err
		}
		groups := pattern.FindStringSubmatch(full)
		if groups == nil {
			continue
		}
		out := firstDigits(expand(f, groups, trunk), len(trunk)+typed)
		if digitsOf(out) != trunk+full[:typed] {
			continue // some formats leave out or add digits, and none may be lost
		}
		return out, nil
	}
	return "", errNoFormat
}

// suits reports whether the leading digits choose the format.
func suits(f *phonenumbers.NumberFormat, full string) bool {
	leading := f.GetLeadingDigitsPattern()
	if len(leading) == 0 {
		return true
	}
	pattern, err := regexp.Compile(`^(?:` + leading[len(leading)-1] + `)`)
	return err == nil && pattern.MatchString(full)
}

// expand writes the groups by the format, with the trunk prefix where the country puts it.
func expand(f *phonenumbers.NumberFormat, groups []string, trunk string) string {
	format, rule, head := f.GetFormat(), f.GetNationalPrefixFormattingRule(), ""
	switch {
	case trunk == "":
	case digitsOf(withoutGroups(rule)) == trunk:
		format = strings.Replace(format, "$1", rule, 1)
	case trunk == "0":
		head = trunk
	default:
		head = trunk + " "
	}
	return head + groupSign.ReplaceAllStringFunc(format, func(g string) string {
		if n := int(g[1] - '0'); n < len(groups) {
			return groups[n]
		}
		return ""
	})
}

// firstDigits cuts s after its n-th digit and drops a bracket that is not closed by then.
func firstDigits(s string, n int) string {
	for i := range len(s) {
		if isDigit(s[i]) {
			n--
		}
		if n == 0 {
			s = s[:i+1]
			break
		}
	}
	if strings.Count(s, "(") > strings.Count(s, ")") {
		s = strings.Replace(s, "(", "", 1)
	}
	return s
}

func inThrees(digits string) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && i%3 == 0 && len(digits)-i > 1 {
			b.WriteByte(' ')
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
