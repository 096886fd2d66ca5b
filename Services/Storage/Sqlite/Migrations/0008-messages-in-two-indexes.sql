-- minimum-reader: 0005
-- A page of updates must not walk over the messages that were edited: they leave the first index. Together the two hold every message by
-- its sequence, for the history. An index of all messages beside them would be a third one, and a post would cost up to a fifth more.
-- Older servers stay correct, but are slow.
CREATE UNIQUE INDEX messages_as_posted ON messages (room_id, sequence) WHERE revision <= sequence;
CREATE UNIQUE INDEX messages_changed ON messages (room_id, sequence) WHERE revision > sequence;
DROP INDEX messages_by_sequence;
