-- The end of a membership takes a revision of its own, numbered with the messages: nothing after it is delivered to that user.
CREATE TABLE removals (
    room_id    bigint NOT NULL REFERENCES rooms (id),
    revision   bigint NOT NULL,
    user_id    text COLLATE "C" NOT NULL,
    code       text NOT NULL,
    removed_by text COLLATE "C" NOT NULL,
    removed_at bigint NOT NULL,
    PRIMARY KEY (room_id, revision)
);

CREATE TABLE bans (
    room_id   bigint NOT NULL REFERENCES rooms (id),
    user_id   text COLLATE "C" NOT NULL,
    banned_by text COLLATE "C" NOT NULL,
    banned_at bigint NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
