package maker

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine is the longest row read, in bytes.
const maxLine = 4096

// byteOrderMark is what some programs begin a text file with.
const byteOrderMark = "\ufeff"

// readLines reads a feed that holds one row a line.
func (f Feed) readLines(r io.Reader, c FeedContext, t *taker) error {
	lines := &lineReader{r: bufio.NewReaderSize(r, maxLine)}
	parse, err := f.parser(lines, c)
	if err != nil {
		return err
	}
	for {
		line, long, err := lines.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("maker: read feed: %w", err)
		}
		if line == "" && !long || f == FeedPatterns && strings.HasPrefix(line, patternComment) {
			continue
		}
		report, refused := Report{}, RefusedRow
		if !long {
			report, refused = parse(line)
		}
		if err := t.row(report, refused); err != nil {
			return err
		}
	}
}

// rowParser reads one row. The refusal is empty when the report is good.
type rowParser func(line string) (Report, Refusal)

// parser reads the header line, where the feed has one, and chooses the row parser by it.
func (f Feed) parser(lines *lineReader, c FeedContext) (rowParser, error) {
	if f == FeedPatterns {
		return patternsParser(c), nil
	}
	header, long, err := lines.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("maker: read feed: %w", err)
	}
	if long {
		return nil, headerError(f, errors.New("first line is too long"))
	}
	var parse rowParser
	switch f {
	case FeedFTC:
		parse, err = ftcParser(header, c)
	case FeedFTCDaily:
		parse, err = ftcDailyParser(header, c)
	default:
		parse, err = numbersParser(header, c)
	}
	if err != nil {
		return nil, headerError(f, err)
	}
	return parse, nil
}

// ftcParser reads rows of ten digits.
func ftcParser(header string, c FeedContext) (rowParser, error) {
	if header != "pattern" {
		return nil, fmt.Errorf("header is %.40q, not \"pattern\"", header)
	}
	return func(line string) (Report, Refusal) {
		if len(line) != 10 || strings.Trim(line, "0123456789") != "" {
			return Report{}, RefusedRow
		}
		code, number, refused := parseNumber(line, true, "")
		if refused != "" {
			return Report{}, refused
		}
		return Report{Code: code, Number: number, Reports: 1, First: c.Seen, Last: c.Seen}, ""
	}, nil
}

// lineReader reads lines of at most maxLine bytes without their ends; of a longer one it returns nothing but the fact.
type lineReader struct {
	r *bufio.Reader
}

func (l *lineReader) next() (line string, long bool, err error) {
	part, err := l.r.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		long = true
		part, err = l.r.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) && (len(part) > 0 || long) {
		err = nil // the last line has no end
	}
	if err != nil || long {
		return "", long, err
	}
	return strings.TrimSpace(strings.TrimPrefix(string(part), byteOrderMark)), false, nil
}
