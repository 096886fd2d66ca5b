-- Frees rooms that were left empty before free rooms were known.
UPDATE rooms SET is_free = 1 WHERE is_private = 0 AND is_free = 0
    AND NOT EXISTS (SELECT 1 FROM members WHERE room_id = rooms.id)
    AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = rooms.id AND revision <= sequence)
    AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = rooms.id AND revision > sequence);
DELETE FROM bans WHERE room_id IN (SELECT id FROM rooms WHERE is_free = 1);
