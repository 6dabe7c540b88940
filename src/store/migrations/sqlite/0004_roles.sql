-- Which models a role is for, in the product whose clients we serve. Kept and given back; no effect here.
-- models: a JSON array of names.
CREATE TABLE model_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- see core/canonical.ts
  models TEXT NOT NULL,
  built_in INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO model_sets (id, name, name_key, models, built_in) VALUES (1, 'All', 'all', '[]', 1);

ALTER TABLE roles ADD COLUMN model_set_id INTEGER REFERENCES model_sets (id); -- NULL: the built-in one
CREATE INDEX roles_by_permission_set ON roles (permission_set_id);
CREATE INDEX roles_by_model_set ON roles (model_set_id);
