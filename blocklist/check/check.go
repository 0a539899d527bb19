package check

import (
	"slices"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// Checks are the questions, the ways they end, and what holds for each part a caller plays. Get them from [Read]. They
// never change, so any number of runs may use them at once.
type Checks struct {
	start     string
	questions map[string]*question
	outcomes  map[string]*outcome
	parties   map[blocklist.Party]partyRecord
}

// Start begins a run at the first question.
func (c *Checks) Start() Run { return Run{checks: c} }

// Question is one page.
type Question struct {
	ID    string
	Title blocklist.Message
	// Lead is a sentence under the title; its ID is empty when there is none. On a page with a pause it is the sentence
	// to say.
	Lead blocklist.Message
	// Acts are things to do before answering, in their order.
	Acts    []blocklist.Message
	Answers []Answer
	// Several is true when any number of answers may be chosen, also none. Otherwise exactly one is.
	Several bool
	// Pause is how long a page that asks nothing invites to be quiet; the person may go on at once. 0 on all others.
	Pause time.Duration
}

// Answer is one choice.
type Answer struct {
	ID   string
	Text blocklist.Message
}

// Outcome is how a run ends.
type Outcome struct {
	ID    string
	Level blocklist.Level
	Title blocklist.Message // the answer in a few words
	Lead  blocklist.Message // the one sentence that matters most
	// Act is the one safe act.
	Act Act
	// Services say which lines reach the right people when Act calls the bank or a hotline; best first.
	Services []blocklist.Service
	// Advice holds what follows the act, in order; never empty. [Outcome.AdviceFor] fits it to the family.
	Advice []blocklist.Advice
	// Reasons say why in the person's own answers, what decides first; never empty.
	Reasons []blocklist.Reason
	// Party and Asks are what the answers told of the caller. Party is empty when no answer told it.
	Party blocklist.Party
	Asks  []blocklist.Ask
	Flags []blocklist.Flag
	// Recovery is true when the person may have given something already, so that the way to the recovery steps belongs
	// on the page.
	Recovery bool

	script string // the trick, where an answer named it
}

// Tricks returns the scripts that a Stop looks like, at most three and the likeliest first; none when the answers point
// to none.
func (o Outcome) Tricks(l *script.Library, region blocklist.Region) []script.Script {
	if s, ok := l.Script(o.script); ok {
		return []script.Script{s}
	}
	if o.Level != blocklist.Stop || o.Party == blocklist.PartyUnknown && len(o.Asks) == 0 {
		return nil
	}
	return l.Likely(o.Party, o.Asks, region)
}

// What is asked of somebody who says they are family, where a family word was agreed and where none was.
const (
	askFamilyWord  = "checks.advice.family_word"
	askOwnQuestion = "checks.advice.own_question"
)

// AdviceFor returns the advice for a family that agreed on a word to ask for, or that agreed on none.
func (o Outcome) AdviceFor(familyWord bool) []blocklist.Advice {
	advice := slices.Clone(o.Advice)
	for i := range advice {
		if advice[i].ID == askFamilyWord && !familyWord {
			advice[i] = blocklist.Say(askOwnQuestion)
		}
	}
	return advice
}

// question, answer, outcome and partyRecord are the records of the data file.
type question struct {
	ID      string
	Title   string
	Lead    string
	Acts    []string
	Pause   int // seconds
	Several bool
	Next    string
	Answer  []answer
}

type answer struct {
	ID     string
	Text   string
	Next   string
	Party  blocklist.Party
	Asks   []blocklist.Ask
	Flags  []blocklist.Flag
	Script string
	Reason string
}

// raised returns the red flags of the answer: those of its asks and its own.
func (a answer) raised() []blocklist.Flag {
	var flags []blocklist.Flag
	for _, ask := range a.Asks {
		if f := ask.Flag(); f != 0 {
			flags = append(flags, f)
		}
	}
	return append(flags, a.Flags...)
}

type outcome struct {
	ID       string
	Level    string
	Title    string
	Lead     string
	Act      Act
	Services []blocklist.Service
	Reasons  []string
	Advice   []string
	Recovery bool
	// Stricter names the Stop that takes the outcome's place when the flags add up to one.
	Stricter string

	level blocklist.Level
}

type partyRecord struct {
	ID       blocklist.Party
	Act      Act
	Services []blocklist.Service
	Why      string
	Advice   []string
}

func (q *question) page() Question {
	page := Question{
		ID: q.ID, Title: blocklist.Say(q.Title), Lead: blocklist.Say(q.Lead), Acts: each(q.Acts), Several: q.Several,
		Pause: time.Duration(q.Pause) * time.Second,
	}
	for _, a := range q.Answer {
		page.Answers = append(page.Answers, Answer{ID: a.ID, Text: blocklist.Say(a.Text)})
	}
	return page
}

func each(ids []string) []blocklist.Message {
	messages := make([]blocklist.Message, 0, len(ids))
	for _, id := range ids {
		messages = append(messages, blocklist.Say(id))
	}
	return messages
}
