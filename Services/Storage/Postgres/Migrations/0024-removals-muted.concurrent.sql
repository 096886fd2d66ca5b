-- The mutes of a room that becomes free are found by this, without its other removals.
CREATE INDEX CONCURRENTLY IF NOT EXISTS removals_muted ON removals (room_id) WHERE muted_until IS NOT NULL;
