-- Together with messages_as_posted it holds every message by its sequence, for the history.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS messages_changed ON messages (room_id, sequence) WHERE revision > sequence;
