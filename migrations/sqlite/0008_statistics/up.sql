-- How much happened in each hour, counted from the audit by a task in the background. No foreign keys: what was
-- counted stays when a provider is removed.
CREATE TABLE hourly_totals (
    -- The instant at which the hour (UTC) began.
    hour        BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    -- The refusal's code and the provider; empty when there is none, so that they can be part of the key.
    refusal     TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    events      BIGINT NOT NULL,
    PRIMARY KEY (hour, kind, refusal, provider_id)
);

-- One row: up to which place of its chain the audit was counted. Moved in the write that adds to the totals.
CREATE TABLE statistics_progress (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    counted_to BIGINT NOT NULL
);
INSERT INTO statistics_progress (id, counted_to) VALUES (1, 0);

-- One row, once there was one: the last time that the audit's chain was followed to its end, or to where it broke.
CREATE TABLE audit_verifications (
    id          INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    verified_at BIGINT NOT NULL,
    -- How far it was good.
    position    BIGINT NOT NULL,
    is_intact   BOOLEAN NOT NULL
);
