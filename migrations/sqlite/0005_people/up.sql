-- What is known of a person for the claims of those providers that ask for it.
CREATE TABLE user_attributes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);
CREATE INDEX user_attributes_by_name ON user_attributes (name);

-- Links by which a person chooses the first password of an account, or another one.
CREATE TABLE invitations (
    -- SHA-256 of what stands in the link, which itself is stored nowhere.
    token_digest TEXT NOT NULL PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- It was made for this address, and is worth nothing once the person has another.
    email_folded TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    consumed_at  BIGINT
);
CREATE INDEX invitations_by_user ON invitations (user_id);
CREATE INDEX invitations_by_end ON invitations (expires_at);

-- Addresses that belonged to somebody until lately, and that nobody else may have yet. No foreign key: most of
-- those to whom they belonged are deleted.
CREATE TABLE held_addresses (
    email_folded TEXT NOT NULL PRIMARY KEY,
    email        TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    since        BIGINT NOT NULL
);
CREATE INDEX held_addresses_by_time ON held_addresses (since);
