CREATE TABLE posts (id INTEGER PRIMARY KEY, title VARCHAR(60) NOT NULL, kind VARCHAR(10) NOT NULL);
CREATE TABLE photos (id INTEGER PRIMARY KEY, width INTEGER NOT NULL);
CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  commentable_type VARCHAR(40) NOT NULL,
  commentable_id INTEGER NOT NULL,
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL);
CREATE TABLE taggings (
  id INTEGER PRIMARY KEY,
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  taggable_type VARCHAR(40),
  taggable_id INTEGER,
  CONSTRAINT taggings_once UNIQUE (tag_id, taggable_type, taggable_id)
);
CREATE TABLE covers (
  id INTEGER PRIMARY KEY,
  owner_type INTEGER NOT NULL,
  owner_id INTEGER NOT NULL,
  CONSTRAINT covers_owner UNIQUE (owner_type, owner_id)
);
