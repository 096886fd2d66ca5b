-- minimum-reader: 0013
-- ordinal: the place of the message among those of its room that count as unread; one that does not count has the place of the one before
-- it. Null in messages of before, and of older servers: they never count. message_count is the ordinal of the newest message,
-- last_message the sequence of the newest one that counts, or 0 if it is not known. No row is written again.
ALTER TABLE messages ADD COLUMN ordinal bigint;
ALTER TABLE rooms
    ADD COLUMN message_count bigint NOT NULL DEFAULT 0,
    ADD COLUMN last_message bigint NOT NULL DEFAULT 0;

-- One counter for each user, and the number of the latest change of each room of the user. Everything else in an inbox is read from
-- the rooms. A membership of before gets its entry when its user opens the inbox. xid is that of the latest change: nodes read from it
-- which inboxes changed.
CREATE TABLE inboxes (
    user_id  text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    xid      xid8 NOT NULL
);

CREATE INDEX inboxes_by_xid ON inboxes (xid);

CREATE TABLE inbox_entries (
    user_id  text COLLATE "C" NOT NULL,
    room_id  bigint NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (user_id, room_id)
);

CREATE UNIQUE INDEX inbox_entries_by_revision ON inbox_entries (user_id, revision);

-- How far a user has read a room, and how many messages that are.
CREATE TABLE read_cursors (
    room_id  bigint NOT NULL,
    user_id  text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    ordinal  bigint NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

-- A member whom a message mentions, by the ordinal of the message.
CREATE TABLE mentions (
    room_id bigint NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    ordinal bigint NOT NULL,
    PRIMARY KEY (room_id, user_id, ordinal)
);
