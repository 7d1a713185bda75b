-- +goose Up

-- When a run last said that its server works at it. Those of before have not said it.
ALTER TABLE runs ADD COLUMN alive_at TIMESTAMPTZ NOT NULL DEFAULT to_timestamp(0);
