-- minimum-reader: 0013
-- The list of rooms merges the public rooms with the private ones of a user, and does not scan private rooms of others. rooms_listed stays
-- for the version before.
CREATE UNIQUE INDEX members_by_user ON members (user_id, room_id);
CREATE UNIQUE INDEX rooms_public ON rooms (name) WHERE is_free = 0 AND is_private = 0;
-- The few members with another role than most are found without the others.
CREATE INDEX members_staff ON members (room_id, role, joined_at, user_id) WHERE role <> 'member';
