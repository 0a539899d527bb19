-- What an edition carries beside numbers: the archive of scam scripts, or number ranges, which are rows of listed_range.
CREATE TABLE supplement (
    list    TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    edition INTEGER NOT NULL,
    date    INTEGER NOT NULL, -- Unix milliseconds
    entries INTEGER NOT NULL,
    bytes   INTEGER NOT NULL,
    sha256  TEXT NOT NULL,
    parts   INTEGER NOT NULL,
    refused TEXT NOT NULL, -- names of the files in it that could not be read, as a JSON array
    data    BLOB NOT NULL, -- the archive; empty for ranges
    PRIMARY KEY (list, kind)
) STRICT;

-- A range as it is written by package ranges, with its symbol. Patterns come first in the key, for lookups ask for those
-- that may hold one number, whatever the list.
CREATE TABLE listed_range (
    pattern  TEXT NOT NULL,
    list     TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    symbol   INTEGER NOT NULL,
    checksum INTEGER NOT NULL, -- CRC-32C of list, pattern and symbol
    PRIMARY KEY (pattern, list)
) STRICT, WITHOUT ROWID;

CREATE INDEX range_list ON listed_range (list);
