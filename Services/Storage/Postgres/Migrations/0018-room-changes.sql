-- minimum-reader: 0013
-- The rooms that each transaction changed, for a minute: nodes read what is new here, and not the heads of all their rooms. By triggers,
-- because nodes of the version before, and operators, change rooms too. A reader goes by snapshots and not by the order of xid.
CREATE TABLE room_changes (
    xid   xid8 NOT NULL,
    rooms text[] NOT NULL
);

CREATE INDEX room_changes_by_xid ON room_changes (xid);

CREATE FUNCTION note_room_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO room_changes SELECT pg_current_xact_id(), array_agg(name) FROM changed HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER rooms_changed AFTER UPDATE ON rooms REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_room_changes();
CREATE TRIGGER rooms_deleted AFTER DELETE ON rooms REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_room_changes();
