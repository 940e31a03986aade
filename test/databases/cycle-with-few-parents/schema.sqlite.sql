CREATE TABLE branches (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES branches (id),
  tree_id INTEGER NOT NULL REFERENCES trees (id) DEFERRABLE INITIALLY DEFERRED,
  length INTEGER NOT NULL,
  UNIQUE (parent_id, tree_id)
);
CREATE TABLE trees (
  id INTEGER PRIMARY KEY,
  kind VARCHAR(20) NOT NULL,
  first_branch_id INTEGER NOT NULL REFERENCES branches (id)
);
CREATE TABLE albums (
  id INTEGER PRIMARY KEY,
  cover_album_id INTEGER NOT NULL,
  cover_line INTEGER NOT NULL,
  UNIQUE (cover_album_id),
  FOREIGN KEY (cover_album_id, cover_line) REFERENCES photos (album_id, line) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE photos (
  album_id INTEGER NOT NULL REFERENCES albums (id),
  line INTEGER NOT NULL,
  width INTEGER NOT NULL,
  PRIMARY KEY (album_id, line)
);
