-- How many users are in each group, kept as they come and go, so that a list of groups counts nobody.
-- Group 1 has everybody, who are counted in user_counts.
ALTER TABLE groups ADD COLUMN user_count BIGINT NOT NULL DEFAULT 0;
UPDATE groups SET user_count = (SELECT COUNT(*) FROM group_users WHERE group_id = groups.id);

CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE groups SET user_count = user_count + CASE TG_OP WHEN 'DELETE' THEN -members.users ELSE members.users END
  FROM (SELECT group_id, COUNT(*) AS users FROM changed GROUP BY 1) AS members
  WHERE groups.id = members.group_id;
  RETURN NULL;
END $$;
CREATE TRIGGER count_member_in AFTER INSERT ON group_users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_members();
CREATE TRIGGER count_member_out AFTER DELETE ON group_users REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_members();

ALTER TABLE audit_events ADD COLUMN target_group_id BIGINT;
ALTER TABLE audit_events ADD COLUMN detail TEXT COLLATE "C";
