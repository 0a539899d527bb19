package update

// Option changes what a sync does.
type Option func(*session)

// Only leaves packs as they are that are here but were not asked for, to save bytes.
func Only() Option { return func(s *session) { s.only = true } }

// Accept takes the edition of that version however much it changes: somebody looked at [ErrChange] and wants it.
func Accept(version int64) Option { return func(s *session) { s.accepted = version } }
