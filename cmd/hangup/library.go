package main

import (
	"context"

	"hangup/blocklist/script"
)

// library returns the scam scripts in use, after it put the newest in use.
func (p *parts) library(ctx context.Context) (*script.Library, error) {
	if err := p.tricks.Reload(ctx); err != nil {
		return nil, err
	}
	return p.tricks.Library(), nil
}

// newScripts puts scripts in use that a list brought, once somebody uses scripts at all.
func (p *parts) newScripts(ctx context.Context) {
	if p.tricks.Library() == nil {
		return
	}
	if err := p.tricks.Reload(ctx); err != nil {
		p.log.Warn("the scripts in use stay", "error", err)
	}
}
