-- minimum-reader: 0013
-- user_id does not want to hear from blocked_id: no direct room of the two is opened.
CREATE TABLE blocks (
    user_id    TEXT NOT NULL,
    blocked_id TEXT NOT NULL,
    blocked_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, blocked_id)
) STRICT, WITHOUT ROWID;

-- The reports of messages, by the sequence of the message: one of each member.
CREATE TABLE reports (
    room_id     INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    user_id     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, sequence, user_id)
) STRICT, WITHOUT ROWID;
