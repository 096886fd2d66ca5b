-- A page of updates must not walk over the messages that were edited: they leave this index. The comparison is no equality, of which
-- PostgreSQL would expect almost no rows and so read all of them.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS messages_as_posted ON messages (room_id, sequence) WHERE revision <= sequence;
