-- made_by is the user whose room it counts as; null for rooms of the configuration and of before. A free room has no members and no
-- messages: it is listed nowhere, counts for nobody, and the next user who joins makes it. Its row stays, so that its numbers go on and an
-- old cursor misses nothing.
ALTER TABLE rooms ADD COLUMN made_by TEXT;
ALTER TABLE rooms ADD COLUMN is_free INTEGER NOT NULL DEFAULT 0;
CREATE INDEX rooms_by_maker ON rooms (made_by) WHERE made_by IS NOT NULL;
