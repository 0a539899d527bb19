-- What the relatives' setup decides, beside language, text size and country.
ALTER TABLE settings ADD COLUMN schedule TEXT NOT NULL DEFAULT '' CHECK (schedule IN ('', 'daily', 'weekly', 'manual'));
ALTER TABLE settings ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;      -- with the computer
ALTER TABLE settings ADD COLUMN family_word INTEGER NOT NULL DEFAULT 0; -- when it was agreed, Unix milliseconds; never the word
ALTER TABLE settings ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settings ADD COLUMN read_aloud INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settings ADD COLUMN voice_rate INTEGER NOT NULL DEFAULT 0;  -- per cent of the usual speed
ALTER TABLE settings ADD COLUMN setup_offered INTEGER NOT NULL DEFAULT 0;

CREATE TABLE tick (
    plan TEXT NOT NULL,
    step TEXT NOT NULL,
    at   INTEGER NOT NULL, -- Unix milliseconds
    PRIMARY KEY (plan, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE call (
    id      INTEGER PRIMARY KEY,
    uid     TEXT NOT NULL UNIQUE,     -- names the call in exports
    at      INTEGER NOT NULL,         -- Unix milliseconds
    zone    INTEGER NOT NULL,         -- seconds east of UTC where it was noted
    number  TEXT NOT NULL,            -- as the person's country writes it; empty when there was none
    dial    TEXT NOT NULL,            -- E.164 with its plus, or a short number
    region  TEXT NOT NULL,
    party   TEXT NOT NULL,
    asks    TEXT NOT NULL CHECK (json_valid(asks)),
    flags   TEXT NOT NULL CHECK (json_valid(flags)),
    given   TEXT NOT NULL CHECK (json_valid(given)),
    words   TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (json_valid(verdict)), -- null when there was none
    saved   INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

CREATE INDEX call_at ON call (at);

-- The setup as it was before a setup file was opened.
CREATE TABLE setup_before (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    setup BLOB NOT NULL
) STRICT;
