-- +goose Up

-- Why a corrigendum was issued. Those of before have not said it.
ALTER TABLE issues ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX issues_corrects ON issues (corrects, created_at) WHERE corrects <> '';
