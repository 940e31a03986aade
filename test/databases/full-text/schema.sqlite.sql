CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, changes INTEGER NOT NULL DEFAULT 0);
CREATE VIRTUAL TABLE articles_fts USING fts5 (title, body, content = 'articles', content_rowid = 'id');
CREATE TRIGGER articles_ai AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE VIRTUAL TABLE boxes USING rtree (id, min_x, max_x, min_y, max_y);
CREATE TABLE log (id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles (id), at TEXT NOT NULL);
CREATE VIEW latest AS SELECT article_id, max(at) AS at FROM log GROUP BY article_id;
