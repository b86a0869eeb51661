-- Under whom and what events of the audit are found: the person and the provider that each concerns, in order of time.
-- Filled in the background, many rows at once: an index that every sign-in writes into at another place costs it more
-- than its own row.
CREATE TABLE audit_subjects (
    -- The person's or the provider's id.
    subject  TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    PRIMARY KEY (subject, at, event_id)
);

-- One row: up to which place of its chain the audit was filed. Moved in the write that files.
CREATE TABLE audit_filing (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    filed_to BIGINT NOT NULL
);

INSERT INTO audit_subjects (subject, at, event_id)
    SELECT user_id, at, id FROM audit_events WHERE position IS NOT NULL AND user_id IS NOT NULL
    UNION ALL
    SELECT provider_id, at, id FROM audit_events WHERE position IS NOT NULL AND provider_id IS NOT NULL
    ORDER BY 1, 2, 3;
INSERT INTO audit_filing (id, filed_to) SELECT 1, COALESCE(MAX(position), 0) FROM audit_events;

DROP INDEX IF EXISTS audit_events_by_user;
DROP INDEX IF EXISTS audit_events_by_provider;
