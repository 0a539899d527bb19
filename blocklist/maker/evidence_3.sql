-- The day of a complaint: one that is too old to be taken in again need not be told from others any more. Of those
-- noted before, only the day of the last import is known, which none is younger than.
ALTER TABLE complaint ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
UPDATE complaint SET day = (SELECT coalesce(max(at), 0) / 86400 FROM import);
