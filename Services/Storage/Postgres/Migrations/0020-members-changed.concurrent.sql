-- The members whose role or mute was changed after a revision are found by it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS members_changed ON members (room_id, revision) WHERE revision IS NOT NULL;
