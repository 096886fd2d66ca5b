-- The few members with another role than most are found without the others.
CREATE INDEX CONCURRENTLY IF NOT EXISTS members_staff ON members (room_id, role, joined_at, user_id) WHERE role <> 'member';
