-- A batch asks once whether one of its users is banned: mostly none is, and this is then one page.
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_banned ON users (user_id) WHERE is_banned;
