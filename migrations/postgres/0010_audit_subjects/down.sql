CREATE INDEX audit_events_by_user ON audit_events (user_id, at, id);
CREATE INDEX audit_events_by_provider ON audit_events (provider_id, at, id);
DROP TABLE audit_filing;
DROP TABLE audit_subjects;
