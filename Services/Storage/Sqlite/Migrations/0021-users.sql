-- minimum-reader: 0013
-- Users, beside their memberships. not_before: tokens that were issued earlier are revoked; 0 for none. access_revision: the
-- number of the latest change of not_before and is_banned, which nodes read from. revision counts all changes of the row.
CREATE TABLE users (
    user_id         TEXT PRIMARY KEY,
    not_before      INTEGER NOT NULL DEFAULT 0,
    is_banned       INTEGER NOT NULL DEFAULT 0,
    access_revision INTEGER,
    name            TEXT,
    avatar_url      TEXT,
    data            TEXT,
    revision        INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE INDEX users_by_access ON users (access_revision) WHERE access_revision IS NOT NULL;

-- One row: a change of access takes the next number while it holds the row, so that the numbers have the order of the commits.
CREATE TABLE users_head (revision INTEGER NOT NULL) STRICT;
INSERT INTO users_head VALUES (0);
