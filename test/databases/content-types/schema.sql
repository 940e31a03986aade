CREATE TABLE content_types (id INTEGER PRIMARY KEY, app VARCHAR(20) NOT NULL, model VARCHAR(20) NOT NULL, CONSTRAINT app_model UNIQUE (app, model));
CREATE TABLE articles (id INTEGER PRIMARY KEY, title VARCHAR(60) NOT NULL);
CREATE TABLE pictures (id INTEGER PRIMARY KEY, width INTEGER NOT NULL);
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  content_type_id INTEGER NOT NULL,
  object_id INTEGER NOT NULL,
  stars INTEGER NOT NULL,
  FOREIGN KEY (content_type_id) REFERENCES content_types (id)
);
CREATE TABLE likes (
  id INTEGER PRIMARY KEY,
  content_type_id INTEGER,
  object_id INTEGER,
  fan INTEGER NOT NULL,
  CONSTRAINT once UNIQUE (content_type_id, object_id, fan),
  FOREIGN KEY (content_type_id) REFERENCES content_types (id)
);
