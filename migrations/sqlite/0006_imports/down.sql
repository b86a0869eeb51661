DROP TABLE import_lines;
DROP TABLE imports;
DROP INDEX users_by_external_id;
