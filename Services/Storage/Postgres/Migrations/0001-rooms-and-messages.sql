-- Another epoch means another database: what clients remember of an earlier one is worth nothing.
CREATE TABLE meta (
    id    integer PRIMARY KEY CHECK (id = 1),
    epoch text NOT NULL
);

INSERT INTO meta (id, epoch) VALUES (1, replace(gen_random_uuid()::text, '-', ''));

-- last_revision is raised inside the transaction that stores the changes, so that revisions have no gaps. Every commit writes this row
-- again: the space left free on a page lets the new version stay beside the old one, without a new entry in the indexes.
CREATE TABLE rooms (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text COLLATE "C" NOT NULL UNIQUE,
    is_private    boolean NOT NULL,
    last_revision bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE members (
    room_id   bigint NOT NULL REFERENCES rooms (id),
    user_id   text COLLATE "C" NOT NULL,
    name      text COLLATE "C" NOT NULL,
    role      text NOT NULL,
    joined_at bigint NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

CREATE INDEX members_by_name ON members (room_id, name, user_id);

-- sequence is the revision a message was posted with and its place for ever; an edit or a deletion moves only revision.
-- text is UTF-8 in bytes, because a text may hold U+0000 and the type text may not: convert_from(text, 'UTF8') shows it.
-- No reference to rooms: it would be looked up for each message, whose room the same transaction holds locked, and rooms are not deleted.
CREATE TABLE messages (
    room_id    bigint NOT NULL,
    sequence   bigint NOT NULL,
    revision   bigint NOT NULL,
    message_id uuid NOT NULL,
    user_id    text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    text       bytea NOT NULL,
    posted_at  bigint NOT NULL,
    edited_at  bigint,
    deleted_at bigint,
    reply_to   uuid,
    PRIMARY KEY (room_id, sequence)
);

-- The id leads, because ids are made in the order of time: those of all rooms go to the end of the index. And a message is in the index of
-- revisions only once it was changed: until then its sequence is its revision.
CREATE UNIQUE INDEX messages_by_message_id ON messages (message_id, room_id);
CREATE UNIQUE INDEX messages_by_revision ON messages (room_id, revision) WHERE revision > sequence;
