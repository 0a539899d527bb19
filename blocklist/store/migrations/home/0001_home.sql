CREATE TABLE settings (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    language   TEXT NOT NULL,
    text_size  INTEGER NOT NULL,
    region     TEXT NOT NULL,
    hears_from TEXT NOT NULL CHECK (json_valid(hears_from)) -- array of region codes
) STRICT;

INSERT INTO settings (id, language, text_size, region, hears_from) VALUES (1, '', 0, '', '[]');

CREATE TABLE contact (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('person', 'bank', 'allowed')),
    dial     TEXT NOT NULL CHECK (dial <> ''), -- E.164 with its plus, or a short number
    region   TEXT NOT NULL, -- where a short number is valid; empty for E.164
    display  TEXT NOT NULL, -- the number as the person's country writes it
    position INTEGER NOT NULL,
    UNIQUE (dial, region)
) STRICT;

CREATE TABLE followed (
    id    TEXT PRIMARY KEY,
    name  TEXT NOT NULL,
    url   TEXT NOT NULL,
    root  BLOB NOT NULL,
    added INTEGER NOT NULL -- Unix milliseconds
) STRICT;

CREATE TABLE sync (
    list      TEXT PRIMARY KEY REFERENCES followed (id) ON DELETE CASCADE,
    at        INTEGER NOT NULL, -- Unix milliseconds
    ok        INTEGER NOT NULL,
    message   TEXT NOT NULL,
    arguments TEXT NOT NULL CHECK (json_valid(arguments)),
    last_ok   INTEGER NOT NULL DEFAULT 0 -- Unix milliseconds, 0 for never
) STRICT;
