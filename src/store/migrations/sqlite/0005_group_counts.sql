-- How many users are in each group, kept as they come and go, so that a list of groups counts nobody.
-- Group 1 has everybody, who are counted in user_counts.
ALTER TABLE groups ADD COLUMN user_count INTEGER NOT NULL DEFAULT 0;
UPDATE groups SET user_count = (SELECT COUNT(*) FROM group_users WHERE group_id = groups.id);

CREATE TRIGGER count_member_in AFTER INSERT ON group_users BEGIN
  UPDATE groups SET user_count = user_count + 1 WHERE id = NEW.group_id;
END;
CREATE TRIGGER count_member_out AFTER DELETE ON group_users BEGIN
  UPDATE groups SET user_count = user_count - 1 WHERE id = OLD.group_id;
END;

ALTER TABLE audit_events ADD COLUMN target_group_id INTEGER;
ALTER TABLE audit_events ADD COLUMN detail TEXT;
