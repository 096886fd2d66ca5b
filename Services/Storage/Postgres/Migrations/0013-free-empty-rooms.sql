-- Frees rooms that were left empty before free rooms were known. It locks them first. The next statement checks them again,
-- because a user may have joined meanwhile.
CREATE TEMPORARY TABLE empty_rooms ON COMMIT DROP AS
SELECT id FROM rooms WHERE NOT is_private AND NOT is_free
    AND NOT EXISTS (SELECT FROM members WHERE room_id = rooms.id)
    AND NOT EXISTS (SELECT FROM messages WHERE room_id = rooms.id AND revision <= sequence)
    AND NOT EXISTS (SELECT FROM messages WHERE room_id = rooms.id AND revision > sequence);

SELECT FROM rooms WHERE id IN (SELECT id FROM empty_rooms) ORDER BY id FOR UPDATE;

UPDATE rooms SET is_free = true WHERE id IN (SELECT id FROM empty_rooms)
    AND NOT EXISTS (SELECT FROM members WHERE room_id = rooms.id)
    AND NOT EXISTS (SELECT FROM messages WHERE room_id = rooms.id AND revision <= sequence)
    AND NOT EXISTS (SELECT FROM messages WHERE room_id = rooms.id AND revision > sequence);

DELETE FROM bans USING empty_rooms, rooms WHERE bans.room_id = empty_rooms.id AND rooms.id = empty_rooms.id AND rooms.is_free;
