package maker

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"hangup/blocklist"
)

// Columns of the FTC's daily files, as https://www.ftc.gov/policy-notices/open-government/data-sets/do-not-call-data
// describes them. Where the consumer lives is part of what tells one complaint from another, and is not kept.
const (
	ftcNumber    = "company_phone_number"
	ftcCreated   = "created_date"
	ftcViolation = "violation_date"
	ftcSubject   = "subject"
)

// ftcLayouts are the forms in which the files have written their dates over the years. They are US Eastern time, and
// only the day counts.
var ftcLayouts = []string{
	time.DateTime, time.DateOnly, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05.999999999",
	"1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "1/2/2006", "1/2/06 15:04", "1/2/06",
}

// ftcSubjects gives the categories of the subjects that a consumer can choose, by their letters alone. Those that fit
// none, such as "Calls pretending to be government, businesses, or family and friends", stay unspecified.
var ftcSubjects = map[string]blocklist.Category{
	"computertechnicalsupport":                        blocklist.CategoryTechSupport,
	"energysolarutilities":                            blocklist.CategoryUtility,
	"homeimprovementcleaning":                         blocklist.CategoryTelemarketing,
	"homesecurityalarms":                              blocklist.CategoryTelemarketing,
	"lotteriesprizessweepstakes":                      blocklist.CategoryPrize,
	"medicalprescriptions":                            blocklist.CategoryHealth,
	"reducingyourdebtcreditcardsmortgagestudentloans": blocklist.CategoryTelemarketing,
	"vacationtimeshares":                              blocklist.CategoryTelemarketing,
	"warrantiesprotectionplans":                       blocklist.CategoryTelemarketing,
	"workfromhomeotherwaystomakemoney":                blocklist.CategoryInvestment,
}

// ftcRow reads rows of FeedFTCDaily by the columns of one file's header.
type ftcRow struct {
	FeedContext
	width                               int
	number, created, violation, subject int // positions, or -1
}

func ftcDailyParser(header string, c FeedContext) (rowParser, error) {
	names, ok := splitCSV(header)
	if !ok {
		return nil, fmt.Errorf("header is not CSV")
	}
	p := ftcRow{FeedContext: c, width: len(names), number: -1, created: -1, violation: -1, subject: -1}
	for i, name := range names {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case ftcNumber:
			p.number = i
		case ftcCreated:
			p.created = i
		case ftcViolation:
			p.violation = i
		case ftcSubject:
			p.subject = i
		}
	}
	if p.number < 0 || p.created < 0 {
		return nil, fmt.Errorf("no column %q or %q", ftcNumber, ftcCreated)
	}
	return p.parse, nil
}

func (p ftcRow) parse(line string) (Report, Refusal) {
	fields, ok := splitCSV(line)
	if !ok || len(fields) != p.width {
		return Report{}, RefusedRow
	}
	field := func(i int) string {
		if i < 0 {
			return ""
		}
		return fields[i]
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	code, number, refused := parseNumber(nanpDigits(field(p.number)), true, "")
	if refused != "" {
		return Report{}, refused
	}
	day, ok := p.day(field(p.created), field(p.violation))
	if !ok {
		return Report{}, RefusedDate
	}
	return Report{
		Code: code, Number: number, Category: ftcSubjects[letters(field(p.subject))], Reports: 1,
		First: day, Last: day, Identity: identity(strings.Join(fields, "\x00")),
	}, ""
}

// day returns when the complaint was made, or else when the call came. A day that has not come is a mistake: the times
// are behind UTC.
func (p ftcRow) day(created, violation string) (Day, bool) {
	for _, s := range []string{created, violation} {
		for _, layout := range ftcLayouts {
			if t, err := time.Parse(layout, s); err == nil && DayOf(t) <= p.Today && t.Year() >= 2000 {
				return DayOf(t), true
			}
		}
	}
	return 0, false
}

// nanpDigits returns the ten digits of a number of the North American numbering plan, however it is written.
func nanpDigits(s string) string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -().+", r) {
			return -1
		}
		return r
	}, s)
	if len(digits) == 11 {
		digits = strings.TrimPrefix(digits, "1")
	}
	return digits
}

// letters returns the letters of s in lower case: subjects come with one space or two, and with or without commas.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// identity returns a number that tells a complaint from others. That any two of ten million share one happens once in
// 300,000 times, and then one complaint is lost.
func identity(s string) int64 {
	sum := sha256.Sum256([]byte(s))
	id := int64(binary.BigEndian.Uint64(sum[:8]))
	if id == 0 {
		return 1 // 0 stands for no identity
	}
	return id
}
