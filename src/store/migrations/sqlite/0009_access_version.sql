-- Grows with every change to what anybody may do, in the same transaction, whoever makes it: what a process
-- remembers of permissions counts only as long as the version is the same.
CREATE TABLE access_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO access_version (id, version) VALUES (1, 1);

CREATE TRIGGER user_roles_in AFTER INSERT ON user_roles BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER user_roles_to AFTER UPDATE ON user_roles BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER user_roles_out AFTER DELETE ON user_roles BEGIN UPDATE access_version SET version = version + 1; END;

CREATE TRIGGER group_users_in AFTER INSERT ON group_users BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER group_users_to AFTER UPDATE ON group_users BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER group_users_out AFTER DELETE ON group_users BEGIN UPDATE access_version SET version = version + 1; END;

CREATE TRIGGER group_groups_in AFTER INSERT ON group_groups BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER group_groups_to AFTER UPDATE ON group_groups BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER group_groups_out AFTER DELETE ON group_groups BEGIN UPDATE access_version SET version = version + 1; END;

CREATE TRIGGER group_roles_in AFTER INSERT ON group_roles BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER group_roles_to AFTER UPDATE ON group_roles BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER group_roles_out AFTER DELETE ON group_roles BEGIN UPDATE access_version SET version = version + 1; END;

-- A role or a set that is made gives nobody anything, and one that is deleted is taken from its holders above.
CREATE TRIGGER roles_to AFTER UPDATE ON roles BEGIN UPDATE access_version SET version = version + 1; END;
CREATE TRIGGER permission_sets_to AFTER UPDATE ON permission_sets BEGIN UPDATE access_version SET version = version + 1; END;
