-- +goose Up

-- National reports, the templates that they came in, and what was read out of them.

CREATE TABLE templates (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    instrument TEXT   NOT NULL CHECK (instrument <> ''),
    years      TEXT   NOT NULL,
    names      TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    sections   TEXT   NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 0)
);

CREATE TABLE reports (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    party_id    TEXT NOT NULL REFERENCES parties (id),
    instrument  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    template_id TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    file        TEXT   NOT NULL,
    digest      TEXT   NOT NULL CHECK (length(digest) = 64),
    answers     TEXT   NOT NULL,
    read_at     TIMESTAMP NOT NULL,
    read_by     TEXT   NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 0)
);
CREATE INDEX reports_party ON reports (party_id, year, id);

CREATE TABLE findings (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    report_id  TEXT NOT NULL REFERENCES reports (id),
    party_id   TEXT NOT NULL REFERENCES parties (id),
    seq        BIGINT NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind <> ''),
    question   TEXT   NOT NULL,
    "where"    TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    marks      TEXT   NOT NULL,
    drafted    TEXT   NOT NULL,
    request_id TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state <> ''),
    why        TEXT   NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    decided_by TEXT   NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 0)
);
CREATE INDEX findings_report ON findings (report_id, seq, id);

-- The log of files that were read in, those that were refused among them.
CREATE TABLE ingests (
    id        INTEGER   NOT NULL PRIMARY KEY AUTOINCREMENT,
    at        TIMESTAMP NOT NULL,
    "by"      TEXT   NOT NULL,
    party_id  TEXT   NOT NULL,
    file      TEXT   NOT NULL,
    size      BIGINT NOT NULL,
    digest    TEXT   NOT NULL,
    became    TEXT   NOT NULL CHECK (became <> ''),
    report_id TEXT   NOT NULL,
    answers   BIGINT NOT NULL,
    drafts    BIGINT NOT NULL,
    hints     BIGINT NOT NULL,
    repeated  BIGINT NOT NULL,
    notes     TEXT   NOT NULL
);
CREATE INDEX ingests_party ON ingests (party_id, id);
