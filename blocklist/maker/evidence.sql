-- Where reports come from.
CREATE TABLE source (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    feed TEXT NOT NULL
) STRICT;

-- What a source says of a number. Days are counted from 1970-01-01.
CREATE TABLE evidence (
    code     INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    source   INTEGER NOT NULL REFERENCES source (id),
    category INTEGER NOT NULL,
    reports  INTEGER NOT NULL,
    official INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    PRIMARY KEY (code, number, source)
) STRICT, WITHOUT ROWID;

-- The files taken in, so that none counts twice.
CREATE TABLE import (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 BLOB NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES source (id),
    at     INTEGER NOT NULL, -- Unix time
    taken  INTEGER NOT NULL
) STRICT;

-- The builds, with the newest import each has seen.
CREATE TABLE build (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    import  INTEGER NOT NULL
) STRICT;
