-- Counts the changes. A program that finds another number than it remembers reads its picture of the packs anew.
CREATE TABLE state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL
) STRICT;

INSERT INTO state (id, generation) VALUES (1, 0);

CREATE TABLE list (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    date    INTEGER NOT NULL DEFAULT 0 -- Unix milliseconds
) STRICT, WITHOUT ROWID;

-- One calling code of one list: its signed manifest, and what a lookup keeps in memory.
CREATE TABLE pack (
    generation INTEGER PRIMARY KEY, -- of the change that brought it; never used again
    list       TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    code       INTEGER NOT NULL,
    edition    INTEGER NOT NULL,
    date       INTEGER NOT NULL, -- Unix milliseconds
    entries    INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    parts      INTEGER NOT NULL,
    header     BLOB NOT NULL, -- of the stream
    directory  BLOB NOT NULL, -- of each block its first number and its checksum
    checksum   INTEGER NOT NULL, -- CRC-32C of all of the above but the generation
    UNIQUE (list, code)
) STRICT;

-- The blocks of a stream as they are signed. The id is the pack's generation times 2^32 plus the block's index.
CREATE TABLE block (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;
