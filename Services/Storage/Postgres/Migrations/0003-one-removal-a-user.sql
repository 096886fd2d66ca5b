-- Of each user and room only the newest counts, and the others go with time: both are found by this.
CREATE INDEX removals_by_user ON removals (room_id, user_id, revision);
