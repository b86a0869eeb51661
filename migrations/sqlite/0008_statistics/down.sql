DROP TABLE audit_verifications;
DROP TABLE statistics_progress;
DROP TABLE hourly_totals;
