-- A muted list is kept current but does not count in a verdict. A list whose card was replaced has the numbers of
-- another one, replaces, in use until it was synced for the first time. accepted is the edition that was refused for
-- how much it changes and that a relative wants nevertheless; 0 is none.
ALTER TABLE followed ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE followed ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE followed ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;

-- The parts of lists that were chosen beside the home country's, by the names that lists give them.
CREATE TABLE chosen_pack (
    code TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How lists may be downloaded.
CREATE TABLE download (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    metered INTEGER NOT NULL
) STRICT;

INSERT INTO download (id, metered) VALUES (1, 0);
