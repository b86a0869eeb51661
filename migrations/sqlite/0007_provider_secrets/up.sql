-- A provider's shared secret is changed in steps: a staged one waits beside the one that signs, and the former one is
-- kept until it is forgotten. Each is sealed for its own column.
ALTER TABLE providers ADD COLUMN secret_since BIGINT;
ALTER TABLE providers ADD COLUMN staged_secret_sealed TEXT;
ALTER TABLE providers ADD COLUMN staged_secret_fingerprint TEXT;
ALTER TABLE providers ADD COLUMN staged_secret_bytes INTEGER;
ALTER TABLE providers ADD COLUMN staged_secret_since BIGINT;
ALTER TABLE providers ADD COLUMN former_secret_sealed TEXT;
ALTER TABLE providers ADD COLUMN former_secret_fingerprint TEXT;
ALTER TABLE providers ADD COLUMN former_secret_bytes INTEGER;
ALTER TABLE providers ADD COLUMN former_secret_since BIGINT;
-- A sign-in older than this many minutes is not taken for this provider: the password is asked for again.
ALTER TABLE providers ADD COLUMN max_sign_in_age INTEGER;

-- The last error of a provider, found without walking through all its tokens. A row without a refusal or an error
-- does not stand in it.
CREATE INDEX audit_events_refused_by_provider ON audit_events (provider_id, id)
    WHERE kind IN ('sign-in-refused', 'provider-reported-error');
