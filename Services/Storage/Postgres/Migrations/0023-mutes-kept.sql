-- minimum-reader: 0013
-- When the mute ends that a member had as the membership ended, so that it is kept when the user is a member again.
ALTER TABLE removals ADD COLUMN muted_until bigint;
