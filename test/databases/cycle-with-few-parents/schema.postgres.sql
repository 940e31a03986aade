CREATE TABLE branches (id integer PRIMARY KEY, parent_id integer REFERENCES branches (id), tree_id integer NOT NULL, length integer NOT NULL, UNIQUE (parent_id, tree_id));
CREATE TABLE trees (id integer PRIMARY KEY, kind text NOT NULL, first_branch_id integer NOT NULL REFERENCES branches (id));
ALTER TABLE branches ADD FOREIGN KEY (tree_id) REFERENCES trees (id);
CREATE TABLE albums (id integer PRIMARY KEY, cover_album_id integer NOT NULL, cover_line integer NOT NULL, UNIQUE (cover_album_id));
CREATE TABLE photos (album_id integer NOT NULL REFERENCES albums (id), line integer NOT NULL, width integer NOT NULL, PRIMARY KEY (album_id, line));
ALTER TABLE albums ADD FOREIGN KEY (cover_album_id, cover_line) REFERENCES photos (album_id, line);
