-- +goose Up

-- What the form of proposal papers asks for beside the need, and the language that it is written in.
ALTER TABLE requests ADD COLUMN background TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN objective TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN activities TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN expected TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN language TEXT NOT NULL DEFAULT '';

CREATE TABLE translations (
    id         TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
    request_id TEXT   NOT NULL REFERENCES requests (id),
    language   TEXT   NOT NULL CHECK (language <> ''),
    title      TEXT   NOT NULL,
    need       TEXT   NOT NULL,
    quantity   TEXT   NOT NULL,
    background TEXT   NOT NULL,
    objective  TEXT   NOT NULL,
    activities TEXT   NOT NULL,
    expected   TEXT   NOT NULL,
    original   TEXT   NOT NULL CHECK (original <> ''),
    entered_on TEXT   NOT NULL,
    entered_by TEXT   NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1),
    UNIQUE (request_id, language)
);

-- Contents are kept once, by their SHA-256: issued files, and what issues froze (gzipped).
CREATE TABLE contents (
    digest TEXT NOT NULL PRIMARY KEY CHECK (length(digest) = 64),
    data   BLOB NOT NULL
);

CREATE TABLE issues (
    id         TEXT      NOT NULL PRIMARY KEY CHECK (id <> ''),
    symbol     TEXT      NOT NULL UNIQUE,
    kind       TEXT      NOT NULL CHECK (kind <> ''),
    subject    TEXT      NOT NULL,
    corrects   TEXT      NOT NULL,
    languages  TEXT      NOT NULL,
    formats    TEXT      NOT NULL,
    digest     TEXT      NOT NULL REFERENCES contents (digest),
    issued_on  TEXT      NOT NULL,
    issued_by  TEXT      NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE papers (
    id        TEXT      NOT NULL PRIMARY KEY CHECK (id <> ''),
    issue_id  TEXT      NOT NULL REFERENCES issues (id),
    symbol    TEXT      NOT NULL,
    kind      TEXT      NOT NULL,
    round_id  TEXT      NOT NULL,
    party_id  TEXT      NOT NULL,
    corrects  TEXT      NOT NULL,
    language  TEXT      NOT NULL,
    format    TEXT      NOT NULL,
    digest    TEXT      NOT NULL REFERENCES contents (digest),
    size      BIGINT    NOT NULL CHECK (size > 0),
    issued_at TIMESTAMP NOT NULL,
    issued_by TEXT      NOT NULL,
    UNIQUE (issue_id, language, format)
);
CREATE INDEX papers_party ON papers (party_id, id) WHERE party_id <> '';

-- What is issued stays as it is.
-- +goose StatementBegin
CREATE TRIGGER contents_keep BEFORE UPDATE ON contents
BEGIN
    SELECT RAISE(ABORT, 'what is issued cannot be changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER contents_hold BEFORE DELETE ON contents
BEGIN
    SELECT RAISE(ABORT, 'what is issued cannot be changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER issues_keep BEFORE UPDATE ON issues
BEGIN
    SELECT RAISE(ABORT, 'what is issued cannot be changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER issues_hold BEFORE DELETE ON issues
BEGIN
    SELECT RAISE(ABORT, 'what is issued cannot be changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER papers_keep BEFORE UPDATE ON papers
BEGIN
    SELECT RAISE(ABORT, 'what is issued cannot be changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER papers_hold BEFORE DELETE ON papers
BEGIN
    SELECT RAISE(ABORT, 'what is issued cannot be changed');
END;
-- +goose StatementEnd

-- A run may be of one thing instead of a schedule's slot.
ALTER TABLE runs ADD COLUMN subject TEXT NOT NULL DEFAULT '';
DROP INDEX runs_slot;
CREATE UNIQUE INDEX runs_slot ON runs (schedule_id, slot) WHERE schedule_id <> '';
CREATE INDEX runs_subject ON runs (subject, id) WHERE subject <> '';
