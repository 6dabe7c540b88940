-- Grows with every change to what anybody may do, in the same transaction, whoever makes it: what a process
-- remembers of permissions counts only as long as the version is the same.
CREATE TABLE access_version (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
);
INSERT INTO access_version (id, version) VALUES (1, 1);

CREATE FUNCTION access_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM changed) THEN
    UPDATE access_version SET version = version + 1;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER user_roles_in AFTER INSERT ON user_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER user_roles_to AFTER UPDATE ON user_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER user_roles_out AFTER DELETE ON user_roles REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();

CREATE TRIGGER group_users_in AFTER INSERT ON group_users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER group_users_to AFTER UPDATE ON group_users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER group_users_out AFTER DELETE ON group_users REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();

CREATE TRIGGER group_groups_in AFTER INSERT ON group_groups REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER group_groups_to AFTER UPDATE ON group_groups REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER group_groups_out AFTER DELETE ON group_groups REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();

CREATE TRIGGER group_roles_in AFTER INSERT ON group_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER group_roles_to AFTER UPDATE ON group_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER group_roles_out AFTER DELETE ON group_roles REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();

-- A role or a set that is made gives nobody anything, and one that is deleted is taken from its holders above.
CREATE TRIGGER roles_to AFTER UPDATE ON roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
CREATE TRIGGER permission_sets_to AFTER UPDATE ON permission_sets REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_changed();
