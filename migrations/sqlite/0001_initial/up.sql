-- Instants are whole microseconds since 1970-01-01T00:00:00Z. Ids are UUIDs in text.

CREATE TABLE users (
    id               TEXT NOT NULL PRIMARY KEY,
    email            TEXT NOT NULL,
    -- ASCII letters in lower case: what accounts are compared by.
    email_folded     TEXT NOT NULL UNIQUE,
    first_name       TEXT NOT NULL,
    last_name        TEXT NOT NULL,
    external_id      TEXT,
    locale           TEXT,
    status           TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    is_administrator BOOLEAN NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    last_sign_in_at  BIGINT
);

CREATE TABLE user_groups (
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    group_name TEXT NOT NULL,
    PRIMARY KEY (user_id, group_name)
);
CREATE INDEX user_groups_by_group ON user_groups (group_name, user_id);

CREATE TABLE credentials (
    user_id       TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    password_hash TEXT NOT NULL,
    must_change   BOOLEAN NOT NULL,
    -- A one-time password is worthless after this instant.
    expires_at    BIGINT,
    set_at        BIGINT NOT NULL
);

CREATE TABLE providers (
    id                 TEXT NOT NULL PRIMARY KEY,
    slug               TEXT NOT NULL UNIQUE,
    name               TEXT NOT NULL,
    profile            TEXT NOT NULL,
    is_enabled         BOOLEAN NOT NULL,
    secret_sealed      TEXT NOT NULL,
    -- A keyed digest, by which equal secrets are found without opening any.
    secret_fingerprint TEXT NOT NULL,
    secret_bytes       INTEGER NOT NULL,
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL
);

CREATE TABLE provider_settings (
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (provider_id, name)
);

CREATE TABLE provider_groups (
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    group_name  TEXT NOT NULL,
    PRIMARY KEY (provider_id, group_name)
);

CREATE TABLE sessions (
    id               TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the cookie's value, which itself is stored nowhere.
    token_digest     TEXT NOT NULL UNIQUE,
    user_id          TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    authenticated_at BIGINT NOT NULL,
    last_seen_at     BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    revoked_at       BIGINT,
    client_address   TEXT NOT NULL,
    user_agent       TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE session_providers (
    session_id    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    provider_id   TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    first_used_at BIGINT NOT NULL,
    last_used_at  BIGINT NOT NULL,
    -- The guard against sign-in loops: tokens since the beginning of the present window.
    window_began_at BIGINT NOT NULL,
    window_tokens   INTEGER NOT NULL,
    PRIMARY KEY (session_id, provider_id)
);

-- Pending sign-ins whose token was delivered: Back and refresh find them here and mint nothing.
CREATE TABLE consumed_sign_ins (
    id         TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX consumed_sign_ins_by_end ON consumed_sign_ins (expires_at);

-- Rows are only ever added. "position" and "link" are filled in once, by the sealer.
-- No foreign keys: what happened stays on record when those it happened to are deleted.
CREATE TABLE audit_events (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at             BIGINT NOT NULL,
    kind           TEXT NOT NULL,
    actor          TEXT NOT NULL,
    refusal        TEXT,
    user_id        TEXT,
    provider_id    TEXT,
    session_id     TEXT,
    client_address TEXT NOT NULL,
    request_id     TEXT NOT NULL,
    details        TEXT NOT NULL,
    digest         TEXT NOT NULL,
    position       BIGINT UNIQUE,
    link           TEXT
);
CREATE INDEX audit_events_unsealed ON audit_events (id) WHERE position IS NULL;
CREATE INDEX audit_events_by_time ON audit_events (at, id);
CREATE INDEX audit_events_by_user ON audit_events (user_id, id);
CREATE INDEX audit_events_by_provider ON audit_events (provider_id, id);
