CREATE TABLE aliased (id INTEGER PRIMARY KEY, v TEXT NOT NULL);
CREATE TABLE not_aliased (id INT PRIMARY KEY, v TEXT NOT NULL);
CREATE TABLE without_rowid (code TEXT NOT NULL, part INTEGER NOT NULL, v REAL, PRIMARY KEY (part, code)) WITHOUT ROWID;
CREATE TABLE keyed_by_text (uuid TEXT PRIMARY KEY, aliased_id INTEGER REFERENCES aliased (id), not_aliased_id INT REFERENCES not_aliased (id));
CREATE TABLE keyed_by_blob (hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 16), owner TEXT REFERENCES keyed_by_text (uuid));
CREATE TABLE descending (id INTEGER PRIMARY KEY DESC, v INTEGER);
