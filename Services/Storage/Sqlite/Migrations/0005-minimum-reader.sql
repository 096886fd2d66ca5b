-- The oldest schema version that a server must know to run on this database. A server that finds a newer schema decides by it whether to
-- start.
ALTER TABLE meta ADD COLUMN minimum_reader integer NOT NULL DEFAULT 0;
