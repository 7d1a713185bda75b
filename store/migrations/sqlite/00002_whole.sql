-- +goose Up
-- All-or-nothing requests, and those that want one donor only.
ALTER TABLE requests ADD COLUMN whole BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE requests ADD COLUMN one_donor BOOLEAN NOT NULL DEFAULT FALSE;
