DROP INDEX sessions_alive;
DROP INDEX audit_events_by_provider;
DROP INDEX audit_events_by_user;
CREATE INDEX audit_events_by_user ON audit_events (user_id, id);
CREATE INDEX audit_events_by_provider ON audit_events (provider_id, id);
DROP TABLE chain_verifications;
DROP TABLE first_administrator;
