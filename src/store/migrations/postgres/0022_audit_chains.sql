-- The chains of the audit log: one, and on PostgreSQL one for each connection that ever wrote.
CREATE TABLE audit_chains (
  chain BIGINT PRIMARY KEY
);
INSERT INTO audit_chains (chain) VALUES (1);
CREATE INDEX audit_events_by_chain ON audit_events (chain, id);
