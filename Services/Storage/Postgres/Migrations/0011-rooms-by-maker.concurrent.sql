-- Rooms in use, and free ones that were made lately, are counted without a walk over old free ones.
CREATE INDEX CONCURRENTLY IF NOT EXISTS rooms_counted ON rooms (made_by, is_free, made_at) WHERE made_by IS NOT NULL;
