package blocklist

import (
	"errors"
	"fmt"
)

// Message is a sentence by its id in package i18n, with what goes into it.
type Message struct {
	ID   string
	Args Args
}

// Args are the parameters of a Message by name. Package i18n writes each kind of value as the reader's language
// does: string as it is, int with grouped digits, [Region] as the country's name, [Month] as month and year,
// [time.Time] as a date, [time.Duration] as a clock shows it, and a nested Message as its own words. The int named "Count" chooses the plural form.
type Args map[string]any

// Say is short for a Message without parameters.
func Say(id string) Message { return Message{ID: id} }

// Error is a failure that reaches a person: a Message that says what happened and what to do next, and the cause
// for the log. It never holds anything the person typed.
type Error struct {
	Message Message
	Err     error // the cause, or nil
}

// Errorf returns an Error with the given message whose cause is made by [fmt.Errorf].
func Errorf(m Message, format string, args ...any) *Error {
	return &Error{Message: m, Err: fmt.Errorf(format, args...)}
}

// Error returns the message id and the cause, for logs.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message.ID
	}
	return e.Message.ID + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is an Error with the same message id, so that a package can export a sentinel
// and still attach a cause and parameters.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Message.ID == e.Message.ID
}

// Explain returns the Message of the first Error in err's chain, or the general "error.unexpected".
func Explain(err error) Message {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return Say("error.unexpected")
}
