package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

// caller returns what starts a call on this computer, or nil where the system has no program for links to phone
// numbers. open hands a link to the system, as [fyne.App] does.
func caller(open func(*url.URL) error) func(e164 string) error {
	if !callsHere() {
		return nil
	}
	return func(e164 string) error {
		link, err := callLink(e164)
		if err == nil {
			err = open(link)
		}
		if err != nil {
			return blocklist.Errorf(blocklist.Say("people.error.no_call"), "call not started: %w", err)
		}
		return nil
	}
}

// callLink returns the link to a number by RFC 3966. Nothing but a number in E.164 becomes one: other programs read it.
func callLink(e164 string) (*url.URL, error) {
	if !strings.HasPrefix(e164, "+") {
		return nil, phone.ErrNotDigits
	}
	if _, _, err := phone.ParseE164(e164); err != nil && !errors.Is(err, phone.ErrNotIssued) {
		return nil, fmt.Errorf("no link to a number: %w", err)
	}
	return &url.URL{Scheme: callScheme, Opaque: e164}, nil
}

// callScheme is that of links to phone numbers.
const callScheme = "tel"

// openLink lets the system open a link.
func openLink(link *url.URL) error { return fyne.CurrentApp().OpenURL(link) }
