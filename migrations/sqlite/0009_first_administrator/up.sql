-- Whether a first administrator may still be made through a one-time address. One row: closed for ever once "closed_at"
-- is set, which it is from the beginning where somebody administers already.
CREATE TABLE first_administrator (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- SHA-256 of what stands in the address, which itself is stored nowhere.
    token_digest TEXT,
    offered_at   BIGINT,
    closed_at    BIGINT
);
INSERT INTO first_administrator (id, closed_at)
    SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM users WHERE is_administrator) THEN 0 END;

-- Verifications of the audit's chain that an administrator asked for, with how far they came.
CREATE TABLE chain_verifications (
    id        TEXT NOT NULL PRIMARY KEY,
    actor     TEXT NOT NULL,
    began_at  BIGINT NOT NULL,
    -- When it last said how far it is. One that is silent for long has died with its process.
    seen_at   BIGINT NOT NULL,
    ended_at  BIGINT,
    -- The end of the chain when it began.
    expected  BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    link      TEXT NOT NULL,
    waiting   BIGINT NOT NULL,
    problem   TEXT
);

-- Pages of the audit are in order of time, whoever or whatever they are about.
DROP INDEX IF EXISTS audit_events_by_user;
DROP INDEX IF EXISTS audit_events_by_provider;
CREATE INDEX audit_events_by_user ON audit_events (user_id, at, id);
CREATE INDEX audit_events_by_provider ON audit_events (provider_id, at, id);

-- Who is signed in, page by page and counted, and everybody's sessions ended, without a look at those that are over.
CREATE INDEX sessions_alive ON sessions (expires_at, id) WHERE revoked_at IS NULL;
