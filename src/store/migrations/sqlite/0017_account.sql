-- By what somebody recognises a device that they trust.
ALTER TABLE trusted_devices ADD COLUMN browser TEXT;
ALTER TABLE trusted_devices ADD COLUMN operating_system TEXT;
