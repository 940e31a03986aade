CREATE TABLE branches (id INTEGER PRIMARY KEY, parent_id INTEGER, tree_id INTEGER NOT NULL, length INTEGER NOT NULL, UNIQUE (parent_id, tree_id), FOREIGN KEY (parent_id) REFERENCES branches (id), FOREIGN KEY (tree_id) REFERENCES trees (id));
CREATE TABLE trees (id INTEGER PRIMARY KEY, kind VARCHAR(20) NOT NULL, first_branch_id INTEGER NOT NULL, FOREIGN KEY (first_branch_id) REFERENCES branches (id));
CREATE TABLE albums (id INTEGER PRIMARY KEY, cover_album_id INTEGER NOT NULL, cover_line INTEGER NOT NULL, UNIQUE (cover_album_id), FOREIGN KEY (cover_album_id, cover_line) REFERENCES photos (album_id, line));
CREATE TABLE photos (album_id INTEGER NOT NULL, line INTEGER NOT NULL, width INTEGER NOT NULL, PRIMARY KEY (album_id, line), FOREIGN KEY (album_id) REFERENCES albums (id));
