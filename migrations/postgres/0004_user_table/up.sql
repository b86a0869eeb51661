-- The table of people, as fast for a million as for a hundred.

-- Last name and first name as they are sorted: without accents, in small letters. The program fills it.
ALTER TABLE users ADD COLUMN name_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX users_by_name ON users (name_folded, id);
CREATE INDEX users_by_creation ON users (created_at, id);
-- Whoever never signed in stands first: a column that may be empty cannot be paged by.
CREATE INDEX users_by_last_sign_in ON users (COALESCE(last_sign_in_at, 0), id);
CREATE INDEX users_by_status ON users (status, email_folded);
CREATE INDEX users_by_right ON users (is_administrator, email_folded);
CREATE INDEX credentials_by_duty ON credentials (must_change, user_id);
CREATE INDEX throttles_by_wait ON throttles (waits_until);

-- What people are found by: pieces of their names, address and external id. The program fills it.
CREATE TABLE user_terms (
    term    TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (term, user_id)
);
CREATE INDEX user_terms_by_user ON user_terms (user_id, term);

-- What was done to many people at once, for as long as it can be undone.
CREATE TABLE bulk_actions (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    action       TEXT COLLATE "C" NOT NULL,
    group_name   TEXT COLLATE "C",
    -- Whom it was meant for: ids, or a filter.
    scope        TEXT COLLATE "C" NOT NULL,
    actor        TEXT COLLATE "C" NOT NULL,
    began_at     BIGINT NOT NULL,
    -- How far it came: the last person that was looked at.
    reached      TEXT COLLATE "C",
    is_finished  BOOLEAN NOT NULL,
    people       BIGINT NOT NULL,
    changed      BIGINT NOT NULL,
    already_so   BIGINT NOT NULL,
    yourself     BIGINT NOT NULL,
    last_administrator BIGINT NOT NULL,
    without_password   BIGINT NOT NULL,
    undo_began_at BIGINT,
    undone       BIGINT NOT NULL,
    changed_since BIGINT NOT NULL
);
CREATE INDEX bulk_actions_by_time ON bulk_actions (began_at);

-- Whom it really changed. By its mark an undo sees whether a person is still as the action left them.
CREATE TABLE bulk_changes (
    bulk_id     TEXT COLLATE "C" NOT NULL REFERENCES bulk_actions (id) ON DELETE CASCADE,
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    mark_before BIGINT NOT NULL,
    mark_after  BIGINT NOT NULL,
    is_settled  BOOLEAN NOT NULL,
    PRIMARY KEY (bulk_id, user_id)
);
CREATE INDEX bulk_changes_by_user ON bulk_changes (user_id);
