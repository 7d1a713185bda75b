-- +goose Up

-- When a run last said that its server works at it. Those of before have not said it.
ALTER TABLE runs ADD COLUMN alive_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00+00:00';
