-- What makes the ids of report files: theirs are the same each time this person tells of a number, and say nothing of
-- the number or the person.
CREATE TABLE report_key (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    secret BLOB NOT NULL
) STRICT;

INSERT INTO report_key (id, secret) VALUES (1, randomblob(32));
