-- The end of a membership takes a revision of its own, numbered with the messages: nothing after it is delivered to that user.
CREATE TABLE removals (
    room_id    INTEGER NOT NULL REFERENCES rooms (id),
    revision   INTEGER NOT NULL,
    user_id    TEXT NOT NULL,
    code       TEXT NOT NULL,
    removed_by TEXT NOT NULL,
    removed_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
    room_id   INTEGER NOT NULL REFERENCES rooms (id),
    user_id   TEXT NOT NULL,
    banned_by TEXT NOT NULL,
    banned_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
