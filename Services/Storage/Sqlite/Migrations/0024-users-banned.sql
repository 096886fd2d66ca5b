-- minimum-reader: 0013
-- The writer reads the banned users when it opens, and not those whose access changed otherwise.
CREATE INDEX users_banned ON users (user_id) WHERE is_banned = 1;
