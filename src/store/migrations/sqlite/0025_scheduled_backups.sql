-- Where the server itself put a backup. NULL: a command wrote it, and whoever gave it looks after the file.
ALTER TABLE backups ADD COLUMN place TEXT; -- a folder, or s3://bucket/prefix
ALTER TABLE backups ADD COLUMN name TEXT; -- of the file there
ALTER TABLE backups ADD COLUMN deleted_at INTEGER;
CREATE INDEX backups_kept ON backups (place, id) WHERE place IS NOT NULL AND deleted_at IS NULL;
