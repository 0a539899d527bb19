package maker

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hangup/blocklist"
)

// Columns of FeedNumbers.
const (
	colNumber   = "number"
	colCategory = "category"
	colReports  = "reports"
	colFirst    = "first"
	colLast     = "last"
	colOfficial = "official"
)

var numbersColumns = []string{colNumber, colCategory, colReports, colFirst, colLast, colOfficial}

// numbersRow reads rows of FeedNumbers by the columns of one file's header.
type numbersRow struct {
	FeedContext
	width  int
	column map[string]int // name -> position
}

func numbersParser(header string, c FeedContext) (rowParser, error) {
	names, ok := splitCSV(header)
	if !ok {
		return nil, fmt.Errorf("header is not CSV")
	}
	p := numbersRow{FeedContext: c, width: len(names), column: make(map[string]int)}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(numbersColumns, name) {
			return nil, fmt.Errorf("no column is called %.40q", name)
		}
		if _, twice := p.column[name]; twice {
			return nil, fmt.Errorf("column %q stands twice", name)
		}
		p.column[name] = i
	}
	if _, ok := p.column[colNumber]; !ok {
		return nil, fmt.Errorf("no column %q", colNumber)
	}
	return p.parse, nil
}

func (p numbersRow) parse(line string) (Report, Refusal) {
	fields, ok := splitCSV(line)
	if !ok || len(fields) != p.width {
		return Report{}, RefusedRow
	}
	field := func(name string) string {
		if i, ok := p.column[name]; ok {
			return strings.TrimSpace(fields[i])
		}
		return ""
	}
	var r Report
	for _, read := range []func() Refusal{
		func() Refusal { return p.number(&r, field(colNumber)) },
		func() Refusal { return readCategory(&r, field(colCategory)) },
		func() Refusal { return readReports(&r, field(colReports)) },
		func() Refusal { return p.dates(&r, field(colFirst), field(colLast)) },
		func() Refusal { return readOfficial(&r, field(colOfficial)) },
	} {
		if refused := read(); refused != "" {
			return Report{}, refused
		}
	}
	return r, ""
}

func (p numbersRow) number(r *Report, s string) (refused Refusal) {
	r.Code, r.Number, refused = parseNumber(s, false, p.Region)
	return refused
}

func readCategory(r *Report, s string) Refusal {
	if s == "" {
		return ""
	}
	var err error
	if r.Category, err = blocklist.ParseCategory(s); err != nil {
		return RefusedCategory
	}
	return ""
}

func readReports(r *Report, s string) Refusal {
	r.Reports = 1
	if s == "" {
		return ""
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > maxReports {
		return RefusedReports
	}
	r.Reports = n
	return ""
}

// dates reads the days of the first and the last report. A row with only one of them means it for both.
func (p numbersRow) dates(r *Report, first, last string) Refusal {
	if first == "" {
		first = last
	}
	if last == "" {
		last = first
	}
	if last == "" {
		r.First, r.Last = p.Seen, p.Seen
		return ""
	}
	var err error
	if r.First, err = ParseDay(first); err != nil {
		return RefusedDate
	}
	if r.Last, err = ParseDay(last); err != nil || r.Last < r.First || r.Last > p.Today {
		return RefusedDate
	}
	return ""
}

func readOfficial(r *Report, s string) Refusal {
	switch strings.ToLower(s) {
	case "", "no", "false", "0":
	case "yes", "true", "1":
		r.Official = true
	default:
		return RefusedOfficial
	}
	return ""
}

// splitCSV splits one row into its fields. Rows without quotes, nearly all, need no parser.
func splitCSV(line string) (fields []string, ok bool) {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, ","), true
	}
	fields, err := csv.NewReader(strings.NewReader(line)).Read()
	return fields, err == nil
}
