-- A backup of PostgreSQL that was restored into a folder has the chains of its connections, which nobody writes any
-- more. Their records are found by an index that costs the one chain that is written nothing.
CREATE INDEX audit_events_at_rest ON audit_events (chain, id) WHERE chain > 1;
