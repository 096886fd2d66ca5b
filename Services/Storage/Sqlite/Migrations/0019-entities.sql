-- minimum-reader: 0013
-- Everything that is null or empty here has its default, so that old rows and those of older servers need no change, and a message without
-- any of it takes no more space. data, event, mentions and tallies hold JSON.
ALTER TABLE messages ADD COLUMN kind TEXT;
ALTER TABLE messages ADD COLUMN data TEXT;
ALTER TABLE messages ADD COLUMN mentions TEXT;
ALTER TABLE messages ADD COLUMN deleted_by TEXT;
ALTER TABLE messages ADD COLUMN event TEXT;

-- info_revision is the revision of the latest change of these settings; floor is the oldest revision that a cursor may have.
ALTER TABLE rooms ADD COLUMN is_direct INTEGER;
ALTER TABLE rooms ADD COLUMN title TEXT;
ALTER TABLE rooms ADD COLUMN data TEXT;
ALTER TABLE rooms ADD COLUMN announce INTEGER;
ALTER TABLE rooms ADD COLUMN posting TEXT;
ALTER TABLE rooms ADD COLUMN slow_mode_seconds INTEGER;
ALTER TABLE rooms ADD COLUMN max_members INTEGER;
ALTER TABLE rooms ADD COLUMN typing INTEGER;
ALTER TABLE rooms ADD COLUMN presence TEXT;
ALTER TABLE rooms ADD COLUMN retention_days INTEGER;
ALTER TABLE rooms ADD COLUMN archived_at INTEGER;
ALTER TABLE rooms ADD COLUMN floor INTEGER;
ALTER TABLE rooms ADD COLUMN info_revision INTEGER;

-- revision is that of the latest change of the role or the mute; null for a member of whom nothing was changed.
ALTER TABLE members ADD COLUMN muted_until INTEGER;
ALTER TABLE members ADD COLUMN last_post_at INTEGER;
ALTER TABLE members ADD COLUMN revision INTEGER;
CREATE INDEX members_changed ON members (room_id, revision) WHERE revision IS NOT NULL;

-- The member as the membership ended; null for one that ended before this was kept.
ALTER TABLE removals ADD COLUMN name TEXT;
ALTER TABLE removals ADD COLUMN role TEXT;

-- The reactions to one message, which change under one revision. tallies is what members receive: for each emoji the count and the newest
-- users.
CREATE TABLE message_reactions (
    room_id    INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    message_id BLOB NOT NULL,
    tallies    TEXT NOT NULL,
    PRIMARY KEY (room_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX message_reactions_by_revision ON message_reactions (room_id, revision);

-- One reaction of one user, by the sequence of its message. revision is that of the change that added it.
CREATE TABLE reactions (
    room_id  INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    emoji    TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (room_id, sequence, emoji, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reactions_newest ON reactions (room_id, sequence, emoji, revision);
