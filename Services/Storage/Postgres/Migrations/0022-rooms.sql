-- minimum-reader: 0013
-- user_id does not want to hear from blocked_id: no direct room of the two is opened.
CREATE TABLE blocks (
    user_id    text COLLATE "C" NOT NULL,
    blocked_id text COLLATE "C" NOT NULL,
    blocked_at bigint NOT NULL,
    PRIMARY KEY (user_id, blocked_id)
);

-- The reports of messages, by the sequence of the message: one of each member.
CREATE TABLE reports (
    room_id     bigint NOT NULL,
    sequence    bigint NOT NULL,
    user_id     text COLLATE "C" NOT NULL,
    reason      text NOT NULL,
    reported_at bigint NOT NULL,
    PRIMARY KEY (room_id, sequence, user_id)
);
