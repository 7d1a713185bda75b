-- +goose Up

-- What the form of proposal papers asks for beside the need, and the language that it is written in.
ALTER TABLE requests ADD COLUMN background TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN objective TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN activities TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN expected TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN language TEXT NOT NULL DEFAULT '';

CREATE TABLE translations (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    request_id TEXT COLLATE "C" NOT NULL REFERENCES requests (id),
    language   TEXT COLLATE "C" NOT NULL CHECK (language <> ''),
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
    digest TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(digest) = 64),
    data   BYTEA NOT NULL
);

CREATE TABLE issues (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    symbol     TEXT COLLATE "C" NOT NULL UNIQUE,
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind <> ''),
    subject    TEXT      NOT NULL,
    corrects   TEXT COLLATE "C" NOT NULL,
    languages  TEXT      NOT NULL,
    formats    TEXT      NOT NULL,
    digest     TEXT COLLATE "C" NOT NULL REFERENCES contents (digest),
    issued_on  TEXT      NOT NULL,
    issued_by  TEXT      NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE papers (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    issue_id  TEXT COLLATE "C" NOT NULL REFERENCES issues (id),
    symbol    TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    round_id  TEXT COLLATE "C" NOT NULL,
    party_id  TEXT COLLATE "C" NOT NULL,
    corrects  TEXT COLLATE "C" NOT NULL,
    language  TEXT COLLATE "C" NOT NULL,
    format    TEXT COLLATE "C" NOT NULL,
    digest    TEXT COLLATE "C" NOT NULL REFERENCES contents (digest),
    size      BIGINT    NOT NULL CHECK (size > 0),
    issued_at TIMESTAMPTZ NOT NULL,
    issued_by TEXT      NOT NULL,
    UNIQUE (issue_id, language, format)
);
CREATE INDEX papers_party ON papers (party_id, id) WHERE party_id <> '';

-- What is issued stays as it is.
-- +goose StatementBegin
CREATE FUNCTION refuse_issue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is issued cannot be changed';
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER contents_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON contents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_issue_change();
CREATE TRIGGER issues_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON issues
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_issue_change();
CREATE TRIGGER papers_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON papers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_issue_change();

-- A run may be of one thing instead of a schedule's slot.
ALTER TABLE runs ADD COLUMN subject TEXT COLLATE "C" NOT NULL DEFAULT '';
DROP INDEX runs_slot;
CREATE UNIQUE INDEX runs_slot ON runs (schedule_id, slot) WHERE schedule_id <> '';
CREATE INDEX runs_subject ON runs (subject, id) WHERE subject <> '';
