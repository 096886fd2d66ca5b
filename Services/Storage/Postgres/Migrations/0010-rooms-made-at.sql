-- A free room still counts for its maker for a day after it was made, so made_by stays. made_at is in milliseconds since 1970.
ALTER TABLE rooms ADD COLUMN made_at bigint;
DROP INDEX rooms_by_maker;
