package handout

import (
	"time"

	"hangup/blocklist"
	"hangup/i18n"
)

// Statement is what is told to the bank or the police about a call.
type Statement struct {
	// Rows are what is known, in the order to tell it: when, the number, who they said they were, what they asked.
	Rows []Row
	// Own is what the person wrote, as it was written; it may be empty.
	Own string
	// Hash is the SHA-256 of the exported data, as hexadecimal digits; empty leaves out what is said of it.
	Hash string
	// Made is when the page is made.
	Made time.Time
}

// NewStatement returns the statement with room for a name and a signature.
func NewStatement(w *i18n.Words, s Statement) Page {
	p := Page{name: "statement", words: w, title: w.ID("print.statement.title"), lead: w.ID("print.statement.lead")}
	p.sections = append(p.sections, section{Rows: s.Rows})
	if s.Own != "" {
		p.sections = append(p.sections, section{Heading: w.ID("print.statement.own"), Own: s.Own})
	}
	p.sections = append(p.sections, section{Blanks: []string{
		w.ID("print.statement.name"), w.ID("print.statement.phone"), w.ID("print.statement.signed"),
	}})
	if s.Hash != "" {
		p.sections = append(p.sections, section{
			Heading: w.ID("print.hash.title"), Code: s.Hash,
			Text: []string{w.ID("print.hash.proves"), w.ID("print.hash.limits")},
		})
	}
	p.foot = []string{w.Say(blocklist.Message{ID: "print.made", Args: blocklist.Args{"Date": s.Made}})}
	return p
}

// Step is one step of the recovery, with a box to tick.
type Step struct {
	Act    string // what to do
	When   string // by when, or empty
	Say    string // what to say in one sentence, or empty
	Name   string // whom to call, or empty
	Number string // as people write it, or empty
	Done   bool
}

// Recovery is what to do after something was told or paid.
type Recovery struct {
	Steps []Step
	// Keep are the proofs to keep.
	Keep []string
	Made time.Time
}

// NewRecovery returns the steps in their order, and what comes next.
func NewRecovery(w *i18n.Words, r Recovery) Page {
	p := Page{name: "steps", words: w, title: w.ID("print.steps.title"), lead: w.ID("print.steps.lead")}
	p.sections = append(p.sections, section{Steps: r.Steps})
	if len(r.Keep) > 0 {
		p.sections = append(p.sections, section{Heading: w.ID("print.steps.keep"), Steps: asSteps(r.Keep)})
	}
	p.sections = append(p.sections, section{Big: w.ID("print.steps.again")})
	p.foot = []string{w.Say(blocklist.Message{ID: "print.made", Args: blocklist.Args{"Date": r.Made}})}
	return p
}

func asSteps(acts []string) []Step {
	steps := make([]Step, 0, len(acts))
	for _, act := range acts {
		steps = append(steps, Step{Act: act})
	}
	return steps
}

// FridgeCard is what hangs beside the telephone.
type FridgeCard struct {
	// People, Banks and Hotlines are names and numbers as people write them.
	People, Banks, Hotlines []Row
	// FamilyWord adds a line that says to ask for the family word. The word itself is nowhere.
	FamilyWord bool
}

// NewFridgeCard returns the card.
func NewFridgeCard(w *i18n.Words, c FridgeCard) Page {
	p := Page{name: "card", words: w, title: w.ID("print.card.title"), lead: w.ID("print.card.lead")}
	p.sections = append(p.sections, section{Big: w.ID("print.card.hang_up"), Text: []string{w.ID("print.card.never")}})
	if c.FamilyWord {
		p.sections = append(p.sections, section{Text: []string{w.ID("print.card.family_word")}})
	}
	for _, part := range []struct {
		heading string
		rows    []Row
	}{{"print.card.people", c.People}, {"print.card.banks", c.Banks}, {"print.card.hotlines", c.Hotlines}} {
		if len(part.rows) > 0 {
			p.sections = append(p.sections, section{Heading: w.ID(part.heading), Rows: part.rows})
		}
	}
	return p
}
