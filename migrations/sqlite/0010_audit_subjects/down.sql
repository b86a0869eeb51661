CREATE INDEX audit_events_by_user ON audit_events (user_id, at, id);
CREATE INDEX audit_events_by_provider ON audit_events (provider_id, at, id);
DROP TABLE audit_filing;
DROP TABLE audit_subjects;

CREATE TABLE used_providers (
    session_id    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    provider_id   TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    first_used_at BIGINT NOT NULL,
    last_used_at  BIGINT NOT NULL,
    window_began_at BIGINT NOT NULL,
    window_tokens   INTEGER NOT NULL,
    PRIMARY KEY (session_id, provider_id)
);
INSERT INTO used_providers SELECT * FROM session_providers;
DROP TABLE session_providers;
ALTER TABLE used_providers RENAME TO session_providers;
