-- +goose Up

-- Texts that tell who helped whom with what, and the past pairings that were read out of them.

CREATE TABLE chronicles (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    symbol     TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    file       TEXT   NOT NULL,
    digest     TEXT   NOT NULL CHECK (length(digest) = 64),
    paragraphs BIGINT NOT NULL,
    read_at    TIMESTAMPTZ NOT NULL,
    read_by    TEXT   NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 0)
);

CREATE TABLE passages (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    chronicle_id TEXT COLLATE "C" NOT NULL REFERENCES chronicles (id),
    seq          BIGINT NOT NULL,
    paragraph    TEXT   NOT NULL,
    "where"      TEXT   NOT NULL,
    words        TEXT   NOT NULL,
    drafted      TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state <> ''),
    why          TEXT   NOT NULL,
    decided_at   TIMESTAMPTZ NOT NULL,
    decided_by   TEXT   NOT NULL,
    version      BIGINT NOT NULL CHECK (version >= 0)
);
CREATE INDEX passages_chronicle ON passages (chronicle_id, seq, id);
