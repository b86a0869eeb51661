-- Sealing keys that were dropped: no row is sealed under one, and none may be from then on. A process that did not
-- notice yet would otherwise write a row that nothing opens.
CREATE TABLE dropped_sealing_keys (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    dropped_at BIGINT NOT NULL
);
