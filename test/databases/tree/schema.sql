CREATE TABLE categories (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES categories (id),
  title VARCHAR(60) NOT NULL,
  position INTEGER NOT NULL
);
CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER NOT NULL REFERENCES folders (id),
  size INTEGER NOT NULL
);
