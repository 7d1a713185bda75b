-- +goose Up

-- What requests and offers are found by: the stems of their words, see package words. Searching needs FTS5, which keeps
-- an index only; its text is that of the table.
CREATE TABLE texts (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,
    subject_id TEXT    NOT NULL,
    edition    TEXT    NOT NULL,
    stems      TEXT    NOT NULL,
    UNIQUE (kind, subject_id)
);

CREATE VIRTUAL TABLE words USING fts5 (
    stems, content = 'texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);

-- +goose StatementBegin
CREATE TRIGGER texts_added AFTER INSERT ON texts
BEGIN
    INSERT INTO words (rowid, stems) VALUES (new.id, new.stems);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER texts_removed AFTER DELETE ON texts
BEGIN
    INSERT INTO words (words, rowid, stems) VALUES ('delete', old.id, old.stems);
END;
-- +goose StatementEnd
