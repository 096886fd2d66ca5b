-- minimum-reader: 0013
-- The connections of the user that began before it are ended, in Unix milliseconds; 0 for none. A change takes the next access_revision.
ALTER TABLE users ADD COLUMN ended_before INTEGER NOT NULL DEFAULT 0;
