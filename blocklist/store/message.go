package store

import (
	"fmt"
	"time"

	"hangup/blocklist"
)

// storedMessage is a message as JSON that keeps the type of each argument, by which package i18n writes it.
type storedMessage struct {
	ID   string               `json:"id"`
	Args map[string]storedArg `json:"args,omitempty"`
}

// storedArg has one field set.
type storedArg struct {
	String  *string           `json:"string,omitempty"`
	Int     *int              `json:"int,omitempty"`
	Region  *blocklist.Region `json:"region,omitempty"`
	Month   *blocklist.Month  `json:"month,omitempty"`
	Time    *time.Time        `json:"time,omitempty"`
	Message *storedMessage    `json:"message,omitempty"`
}

// storeMessage keeps an argument of any further type as its words.
func storeMessage(m blocklist.Message) storedMessage {
	stored := storedMessage{ID: m.ID, Args: make(map[string]storedArg, len(m.Args))}
	for name, value := range m.Args {
		var arg storedArg
		switch value := value.(type) {
		case string:
			arg.String = &value
		case int:
			arg.Int = &value
		case blocklist.Region:
			arg.Region = &value
		case blocklist.Month:
			arg.Month = &value
		case time.Time:
			arg.Time = &value
		case blocklist.Message:
			inner := storeMessage(value)
			arg.Message = &inner
		default:
			words := fmt.Sprint(value)
			arg.String = &words
		}
		stored.Args[name] = arg
	}
	return stored
}

func (s storedMessage) message() blocklist.Message {
	m := blocklist.Say(s.ID)
	if len(s.Args) > 0 {
		m.Args = make(blocklist.Args, len(s.Args))
	}
	for name, arg := range s.Args {
		switch {
		case arg.String != nil:
			m.Args[name] = *arg.String
		case arg.Int != nil:
			m.Args[name] = *arg.Int
		case arg.Region != nil:
			m.Args[name] = *arg.Region
		case arg.Month != nil:
			m.Args[name] = *arg.Month
		case arg.Time != nil:
			m.Args[name] = *arg.Time
		case arg.Message != nil:
			m.Args[name] = arg.Message.message()
		}
	}
	return m
}
