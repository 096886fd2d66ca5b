-- minimum-reader: 0013
-- The number of members, so that nothing counts them. Null in a room of before, until it is asked for. By triggers, because nodes of the
-- version before write members too.
ALTER TABLE rooms ADD COLUMN member_count integer;
ALTER TABLE rooms ALTER COLUMN member_count SET DEFAULT 0;

-- It locks a room that is not counted yet as well: the one that counts it waits for what is not committed here.
CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    PERFORM FROM rooms WHERE id IN (SELECT room_id FROM changed) ORDER BY id + 0 FOR NO KEY UPDATE;
    UPDATE rooms SET member_count = member_count + step * counted.members
    FROM (SELECT room_id, count(*) AS members FROM changed GROUP BY room_id) AS counted
    WHERE rooms.id = counted.room_id AND rooms.member_count IS NOT NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER members_added AFTER INSERT ON members REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_members();
CREATE TRIGGER members_removed AFTER DELETE ON members REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_members();
