-- minimum-reader: 0013
-- Everything that is null or empty here has its default, so that old rows and those of older servers need no change, and a message without
-- any of it takes no more space. data, event, mentions and tallies hold JSON.
ALTER TABLE messages
    ADD COLUMN kind text,
    ADD COLUMN data text,
    ADD COLUMN mentions text,
    ADD COLUMN deleted_by text COLLATE "C",
    ADD COLUMN event text;

-- info_revision is the revision of the latest change of these settings; floor is the oldest revision that a cursor may have.
ALTER TABLE rooms
    ADD COLUMN is_direct boolean,
    ADD COLUMN title text,
    ADD COLUMN data text,
    ADD COLUMN announce boolean,
    ADD COLUMN posting text,
    ADD COLUMN slow_mode_seconds integer,
    ADD COLUMN max_members integer,
    ADD COLUMN typing boolean,
    ADD COLUMN presence text,
    ADD COLUMN retention_days integer,
    ADD COLUMN archived_at bigint,
    ADD COLUMN floor bigint,
    ADD COLUMN info_revision bigint;

-- revision is that of the latest change of the role or the mute; null for a member of whom nothing was changed.
ALTER TABLE members ADD COLUMN muted_until bigint, ADD COLUMN last_post_at bigint, ADD COLUMN revision bigint;

-- The member as the membership ended; null for one that ended before this was kept.
ALTER TABLE removals ADD COLUMN name text COLLATE "C", ADD COLUMN role text;

-- The reactions to one message, which change under one revision. tallies is what members receive: for each emoji the count and the newest
-- users.
CREATE TABLE message_reactions (
    room_id    bigint NOT NULL,
    sequence   bigint NOT NULL,
    revision   bigint NOT NULL,
    message_id uuid NOT NULL,
    tallies    text NOT NULL,
    PRIMARY KEY (room_id, sequence)
);

CREATE UNIQUE INDEX message_reactions_by_revision ON message_reactions (room_id, revision);

-- One reaction of one user, by the sequence of its message. revision is that of the change that added it.
CREATE TABLE reactions (
    room_id  bigint NOT NULL,
    sequence bigint NOT NULL,
    emoji    text COLLATE "C" NOT NULL,
    user_id  text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (room_id, sequence, emoji, user_id)
);

-- The plus keeps PostgreSQL from looking one reaction up in this index, by a part of its key, and reading all users of the emoji.
CREATE INDEX reactions_newest ON reactions ((sequence + 0), room_id, emoji, revision);
