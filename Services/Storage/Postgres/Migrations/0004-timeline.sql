-- The epoch is worth something on this timeline of this cluster alone: a standby that is promoted begins another one, and a dump may be
-- restored elsewhere.
ALTER TABLE meta ADD COLUMN timeline text, ADD COLUMN cluster text;

UPDATE meta SET
    timeline = left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
    cluster = (SELECT system_identifier::text FROM pg_control_system());
