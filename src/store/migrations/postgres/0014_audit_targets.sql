-- The embedded database finds the records about a user by segments, because an index over the whole log is written all
-- over by every verification: see audit/queries.ts. Here no segments are written, and an index finds them.
CREATE TABLE audit_targets (
  segment BIGINT NOT NULL,
  target_user_id BIGINT NOT NULL,
  event_id BIGINT NOT NULL,
  PRIMARY KEY (segment, target_user_id, event_id)
);
DROP INDEX audit_events_by_target;
CREATE INDEX audit_events_by_target ON audit_events (target_user_id, id);
