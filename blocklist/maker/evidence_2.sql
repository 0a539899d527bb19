-- Whether a source alone may make a number a Stop. The feeds known before are.
ALTER TABLE source ADD COLUMN trusted INTEGER NOT NULL DEFAULT 1;

-- The complaints of sources that tell one from another, so that none counts twice whatever file it comes in.
CREATE TABLE complaint (
    source INTEGER NOT NULL REFERENCES source (id),
    id     INTEGER NOT NULL,
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

-- Runs of numbers that a source warns of. They count for the numbers in them that were reported anyway.
CREATE TABLE pattern (
    code   INTEGER NOT NULL,
    number INTEGER NOT NULL, -- the first of the run
    span   INTEGER NOT NULL, -- how many numbers
    source INTEGER NOT NULL REFERENCES source (id),
    last   INTEGER NOT NULL,
    PRIMARY KEY (code, number, span, source)
) STRICT, WITHOUT ROWID;

-- How many people told a source that a number is no scam.
CREATE TABLE dispute (
    code   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source (id),
    people INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (code, number, source)
) STRICT, WITHOUT ROWID;
