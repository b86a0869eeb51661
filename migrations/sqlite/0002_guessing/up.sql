-- How often passwords were guessed lately, and until when whoever guesses must wait. No foreign keys: names that
-- nobody has are counted like those that somebody has.
CREATE TABLE throttles (
    scope            TEXT NOT NULL,
    -- What is counted: an account, a network, both together, or a browser.
    counted          TEXT NOT NULL,
    -- The person it concerns, when it concerns one; the network, when it concerns one.
    user_id          TEXT,
    network          TEXT,
    window_began_at  BIGINT NOT NULL,
    failures         INTEGER NOT NULL,
    earlier_failures INTEGER NOT NULL,
    -- Guesses that are being looked at, reserved in the present span of a few seconds or in the one before.
    reserved         INTEGER NOT NULL,
    earlier_reserved INTEGER NOT NULL,
    reserved_in      BIGINT NOT NULL,
    waits            INTEGER NOT NULL,
    waits_until      BIGINT,
    updated_at       BIGINT NOT NULL,
    PRIMARY KEY (scope, counted)
);
CREATE INDEX throttles_by_use ON throttles (updated_at);
CREATE INDEX throttles_by_user ON throttles (user_id);
CREATE INDEX throttles_by_network ON throttles (network);
