-- The list of rooms finds the private ones of a user by it, and does not scan those of others.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS members_by_user ON members (user_id, room_id);
