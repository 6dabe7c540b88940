-- Which records are of a user, in segments of 4096 records each: see audit/queries.ts. An index over the whole log
-- is written all over by every verification; a segment is written once, from its beginning to its end.
CREATE TABLE audit_targets (
  segment INTEGER NOT NULL,
  target_user_id INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (segment, target_user_id, event_id)
) STRICT, WITHOUT ROWID;

INSERT INTO audit_targets (segment, target_user_id, event_id)
SELECT (id - 1) / 4096, target_user_id, id FROM audit_events
WHERE target_user_id IS NOT NULL AND id <= (SELECT MAX(id) / 4096 * 4096 FROM audit_events)
ORDER BY 1, 2, 3;

DROP INDEX audit_events_by_target;
