-- People are found by the id that providers know them by, too.
CREATE INDEX users_by_external_id ON users (external_id);

-- Files of people that an administrator sent, until they are imported, thrown away, or too old.
CREATE TABLE imports (
    id                TEXT NOT NULL PRIMARY KEY,
    -- Whose file it is. Nobody else sees it.
    user_id           TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name              TEXT NOT NULL,
    header            TEXT NOT NULL,
    matching          TEXT NOT NULL,
    replace_passwords BOOLEAN NOT NULL,
    state             TEXT NOT NULL,
    mode              TEXT NOT NULL,
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL,
    -- When the work on it was last heard of.
    touched_at        BIGINT NOT NULL,
    lines             BIGINT NOT NULL,
    -- Lines that the present work has come to.
    reached           BIGINT NOT NULL,
    created           BIGINT NOT NULL,
    changed           BIGINT NOT NULL,
    unchanged         BIGINT NOT NULL,
    refused           BIGINT NOT NULL,
    without_password  BIGINT NOT NULL,
    keeping_password  BIGINT NOT NULL
);
CREATE INDEX imports_by_user ON imports (user_id, created_at);
CREATE INDEX imports_by_end ON imports (expires_at);

-- Their lines, with what was found about each. Some hold password hashes, so what was imported is deleted at once.
CREATE TABLE import_lines (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    outcome   TEXT NOT NULL,
    email     TEXT NOT NULL,
    fields    TEXT NOT NULL,
    told      TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);
CREATE INDEX import_lines_by_outcome ON import_lines (import_id, outcome, number);
