-- Another epoch means another database: what clients remember of an earlier one is worth nothing.
CREATE TABLE meta (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT NOT NULL
) STRICT;

INSERT INTO meta (id, epoch) VALUES (1, lower(hex(randomblob(16))));

-- last_revision is raised inside the transaction that stores the changes, so that revisions have no gaps.
CREATE TABLE rooms (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    is_private    INTEGER NOT NULL,
    last_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE members (
    room_id   INTEGER NOT NULL REFERENCES rooms (id),
    user_id   TEXT NOT NULL,
    name      TEXT NOT NULL,
    role      TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_name ON members (room_id, name, user_id);

-- sequence is the revision a message was posted with and its place for ever; an edit or a deletion moves only revision.
-- Rows stand in the order of arrival and so never move to another page: a moved row leaves a copy behind that secure_delete does not find.
CREATE TABLE messages (
    id         INTEGER PRIMARY KEY,
    room_id    INTEGER NOT NULL REFERENCES rooms (id),
    sequence   INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    message_id BLOB NOT NULL,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    posted_at  INTEGER NOT NULL,
    edited_at  INTEGER,
    deleted_at INTEGER,
    reply_to   BLOB
) STRICT;

CREATE UNIQUE INDEX messages_by_sequence ON messages (room_id, sequence);

-- What a commit costs is the pages it touches. The id leads, because ids are made in the order of time: those of all rooms go to the end of
-- the index and not to a page for each room. And a message is in the index of revisions only once it was changed: until then its sequence
-- is its revision.
CREATE UNIQUE INDEX messages_by_message_id ON messages (message_id, room_id);
CREATE UNIQUE INDEX messages_by_revision ON messages (room_id, revision) WHERE revision > sequence;
