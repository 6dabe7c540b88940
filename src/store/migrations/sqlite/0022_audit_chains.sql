-- The chains of the audit log: one, and on PostgreSQL one for each connection that ever wrote.
CREATE TABLE audit_chains (
  chain INTEGER PRIMARY KEY
) STRICT;
INSERT INTO audit_chains (chain) VALUES (1);
