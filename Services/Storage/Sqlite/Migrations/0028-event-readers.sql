-- minimum-reader: 0013
-- The backends that follow all rooms. step counts the pages that one was given, and page has the ranges of the newest in JSON, so that
-- it can be given again. A step below 0: the reader is being forgotten.
CREATE TABLE event_readers (
    id      BLOB PRIMARY KEY,
    step    INTEGER NOT NULL,
    epoch   TEXT NOT NULL,
    page    TEXT NOT NULL,
    used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The revision up to which a reader was given a room; without a row it was given nothing.
CREATE TABLE event_places (
    reader_id BLOB NOT NULL,
    room_id   INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    PRIMARY KEY (reader_id, room_id)
) STRICT, WITHOUT ROWID;
