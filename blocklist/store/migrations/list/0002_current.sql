-- The date of the list's edition for which the pack was last known to be the newest, in Unix milliseconds; 0 is not
-- known. It is no part of the checksum: it decides nothing but how old a pack is said to be and how much it may change.
ALTER TABLE pack ADD COLUMN current INTEGER NOT NULL DEFAULT 0;
