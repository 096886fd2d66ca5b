-- The list of rooms must not walk over free ones.
CREATE INDEX CONCURRENTLY IF NOT EXISTS rooms_listed ON rooms (name) WHERE NOT is_free;
