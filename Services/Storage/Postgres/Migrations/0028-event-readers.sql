-- minimum-reader: 0013
-- The backends that follow all rooms. step counts the pages that one was given, and page has the ranges of the newest in JSON, so that
-- it can be given again. A step below 0: the reader is being forgotten.
CREATE TABLE event_readers (
    id      uuid PRIMARY KEY,
    step    bigint NOT NULL,
    epoch   text NOT NULL,
    page    text NOT NULL,
    used_at bigint NOT NULL
);

-- The revision up to which a reader was given a room; without a row it was given nothing. No foreign keys: a page is one statement.
CREATE TABLE event_places (
    reader_id uuid NOT NULL,
    room_id   bigint NOT NULL,
    revision  bigint NOT NULL,
    PRIMARY KEY (reader_id, room_id)
) WITH (fillfactor = 80);
