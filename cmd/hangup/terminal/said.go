package terminal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

var (
	errNothingSaid = blocklist.Errorf(blocklist.Say("said.error.empty"), "no text")
	errBadLine     = blocklist.Errorf(blocklist.Say("said.error.line"), "a line that cannot be read")
)

// saidJSON is what `hangup said --json` writes.
type saidJSON struct {
	Level   string            `json:"level"` // "stop", "careful" or "unsure"
	Flags   []flagJSON        `json:"flags"`
	Words   []string          `json:"words,omitempty"` // they tell of a trick as a whole, where no flag does
	Asks    []blocklist.Ask   `json:"asks"`
	Parties []blocklist.Party `json:"parties"`
	Scripts []scriptJSON      `json:"scripts"`
	Lang    string            `json:"lang"`
	Cut     bool              `json:"cut,omitempty"` // only the beginning of a very long text was read
}

type flagJSON struct {
	ID    blocklist.Flag `json:"id"`
	Words []string       `json:"words"`
}

type scriptJSON struct {
	ID    string   `json:"id"`
	Score int      `json:"score"`
	Words []string `json:"words"`
}

func saidOf(r script.Result) saidJSON {
	answer := saidJSON{
		Level: "unsure", Flags: []flagJSON{}, Words: r.Words, Asks: r.Asks, Parties: r.Parties, Scripts: []scriptJSON{}, Lang: r.Language, Cut: r.Cut,
	}
	if r.Level != blocklist.Unlisted {
		answer.Level = r.Level.String()
	}
	for _, f := range r.Flags {
		answer.Flags = append(answer.Flags, flagJSON{f.Flag, f.Words})
	}
	for _, s := range r.Scripts {
		answer.Scripts = append(answer.Scripts, scriptJSON{s.ID, s.Score, s.Words})
	}
	return answer
}

// Said tells which known trick the text gives away and returns the exit code of the answer.
func (t *Terminal) Said(library *script.Library, text string, o script.Options, asJSON bool) int {
	if strings.TrimSpace(text) == "" {
		t.fail(errNothingSaid, asJSON)
		return ExitNoNumber
	}
	result := library.Match(text, o)
	if asJSON {
		t.json(saidOf(result))
	} else {
		t.tell(library, result)
	}
	return exitCode(result.Level)
}

// tell writes the answer: what it is, what to do, why, and the trick it looks like.
func (t *Terminal) tell(library *script.Library, r script.Result) {
	title, lead := "said.unsure.title", "said.unsure.lead"
	switch r.Level {
	case blocklist.Stop:
		title, lead = "said.stop.title", "said.stop.lead"
	case blocklist.Careful:
		title, lead = "said.careful.title", "said.careful.lead"
	}
	t.say(blocklist.Say(title))
	t.say(blocklist.Say(lead))
	dos := []blocklist.Message{blocklist.Say("said.do.hang_up"), blocklist.Say("said.do.dial")}
	var trick script.Script
	if len(r.Scripts) > 0 {
		trick, _ = library.Script(r.Scripts[0].ID)
		if own := trick.Dos(); len(own) > 0 && r.Level != blocklist.Unlisted {
			dos = own
		}
	}
	t.line("\n%s", t.Words.ID("verdict.what_to_do"))
	for i, do := range dos {
		t.line("%d. %s", i+1, t.Words.Say(do))
	}
	if r.Level != blocklist.Unlisted {
		t.line("\n%s", t.Words.ID("verdict.why"))
	}
	because := func(reason blocklist.Message, words []string) {
		t.line("- %s", t.Words.Say(reason))
		t.line("  %s", t.Words.Say(blocklist.Message{ID: "said.words", Args: blocklist.Args{"Words": strings.Join(words, " … ")}}))
	}
	for _, f := range r.Flags {
		because(f.Flag.Message(), f.Words)
	}
	if len(r.Words) > 0 {
		because(blocklist.Say("said.heard"), r.Words)
	}
	if trick.ID != "" {
		t.trick(trick)
	}
	if r.Cut {
		t.line("")
		t.say(blocklist.Say("said.cut"))
	}
}

// trick tells the story of a script, and what the next caller will say.
func (t *Terminal) trick(s script.Script) {
	t.line("")
	t.say(blocklist.Message{ID: "said.trick", Args: blocklist.Args{"Title": s.Title()}})
	if story, ok := s.Story(); ok {
		t.say(story)
	}
	if next, ok := s.NextCall(); ok {
		t.line("\n%s", t.Words.ID("said.next"))
		t.say(next)
	}
}

// SaidBatch reads one text a line, or one JSON object a line with "text" and maybe "lang", and writes one JSON object a
// line in the same order. A line it cannot read gives an object with "error".
func (t *Terminal) SaidBatch(library *script.Library, o script.Options) int {
	in, out := bufio.NewReaderSize(t.In, 1<<16), bufio.NewWriter(t.Out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for {
		line, more, err := readLine(in)
		if err != nil {
			return t.fail(errors.Join(err, out.Flush()), true)
		}
		if !more {
			break
		}
		if err := enc.Encode(t.answerLine(library, line, o)); err != nil {
			return t.Fail(fmt.Errorf("write the answer: %w", err))
		}
		// Whoever waits for an answer before the next question gets it; a long file is written in large pieces.
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return t.Fail(fmt.Errorf("write the answer: %w", err))
			}
		}
	}
	if err := out.Flush(); err != nil {
		return t.Fail(fmt.Errorf("write the answer: %w", err))
	}
	return ExitOK
}

func (t *Terminal) answerLine(library *script.Library, line string, o script.Options) any {
	text := line
	if strings.HasPrefix(strings.TrimSpace(line), "{") {
		var record struct {
			Text *string `json:"text"`
			Lang string  `json:"lang"`
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil || record.Text == nil {
			m := blocklist.Explain(errBadLine)
			return map[string]sentence{"error": {m.ID, t.Words.Say(m)}}
		}
		text = *record.Text
		if record.Lang != "" {
			o.Language = record.Lang
		}
	}
	return saidOf(library.Match(text, o))
}

// maxLine is how much of a line is kept: more than is ever read of a text, with room for JSON's escapes.
const maxLine = 1 << 20

// readLine reads a line of any length and keeps its beginning; more is false at the end.
func readLine(in *bufio.Reader) (line string, more bool, err error) {
	var kept []byte
	for {
		part, err := in.ReadSlice('\n')
		kept = append(kept, part[:min(len(part), maxLine-len(kept))]...)
		more = more || len(part) > 0
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return "", false, fmt.Errorf("read a line: %w", err)
		}
		return strings.TrimRight(string(kept), "\r\n"), more, nil
	}
}
