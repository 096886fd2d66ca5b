-- A free room still counts for its maker for a day after it was made, so made_by stays. made_at is in milliseconds since 1970.
ALTER TABLE rooms ADD COLUMN made_at INTEGER;
DROP INDEX rooms_by_maker;
-- Rooms in use, and free ones that were made lately, are counted without a walk over old free ones.
CREATE INDEX rooms_counted ON rooms (made_by, is_free, made_at) WHERE made_by IS NOT NULL;
-- The list of rooms must not walk over free ones.
CREATE INDEX rooms_listed ON rooms (name) WHERE is_free = 0;
