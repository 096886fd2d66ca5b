-- minimum-reader: 0005
-- An index of all messages by sequence would be a third one, and a post would cost up to a sixth more. Older servers stay correct without
-- it, but are slow.
ALTER TABLE messages DROP CONSTRAINT messages_pkey;
ALTER TABLE messages ADD CONSTRAINT messages_pkey PRIMARY KEY USING INDEX messages_by_message_id;
