-- The list of rooms reads the public ones from here. rooms_listed stays for nodes of the version before.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS rooms_public ON rooms (name) WHERE NOT is_free AND NOT is_private;
