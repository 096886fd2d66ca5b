-- minimum-reader: 0013
-- ordinal: the place of the message among those of its room that count as unread; one that does not count has the place of the one before
-- it. Null in messages of before, and of older servers: they never count. message_count is the ordinal of the newest message,
-- last_message the sequence of the newest one that counts, or 0 if it is not known.
ALTER TABLE messages ADD COLUMN ordinal INTEGER;
ALTER TABLE rooms ADD COLUMN message_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN last_message INTEGER NOT NULL DEFAULT 0;

-- One counter for each user, and the number of the latest change of each room of the user. Everything else in an inbox is read from
-- the rooms. A membership of before gets its entry when its user opens the inbox.
CREATE TABLE inboxes (
    user_id  TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox_entries (
    user_id  TEXT NOT NULL,
    room_id  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (user_id, room_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX inbox_entries_by_revision ON inbox_entries (user_id, revision);

-- How far a user has read a room, and how many messages that are.
CREATE TABLE read_cursors (
    room_id  INTEGER NOT NULL,
    user_id  TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

-- A member whom a message mentions, by the ordinal of the message.
CREATE TABLE mentions (
    room_id INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id, ordinal)
) STRICT, WITHOUT ROWID;
