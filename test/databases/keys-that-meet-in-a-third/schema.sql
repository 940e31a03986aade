CREATE TABLE colours (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE sizes (id INTEGER PRIMARY KEY, centimetres INTEGER NOT NULL);
CREATE TABLE stock (colour INTEGER NOT NULL, size INTEGER NOT NULL, pieces INTEGER NOT NULL, PRIMARY KEY (colour, size), FOREIGN KEY (colour) REFERENCES colours (id), FOREIGN KEY (size) REFERENCES sizes (id));
CREATE TABLE makers (colour INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (colour, number), FOREIGN KEY (colour) REFERENCES colours (id));
CREATE TABLE shops (size INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (size, number), FOREIGN KEY (size) REFERENCES sizes (id));
CREATE TABLE wishes (
  id INTEGER PRIMARY KEY,
  colour INTEGER,
  size INTEGER,
  maker INTEGER,
  shop INTEGER,
  pieces INTEGER NOT NULL,
  FOREIGN KEY (colour, maker) REFERENCES makers (colour, number),
  FOREIGN KEY (size, shop) REFERENCES shops (size, number),
  FOREIGN KEY (colour, size) REFERENCES stock (colour, size)
);
CREATE TABLE needs (
  id INTEGER PRIMARY KEY,
  colour INTEGER NOT NULL,
  size INTEGER NOT NULL,
  maker INTEGER,
  pieces INTEGER NOT NULL,
  FOREIGN KEY (colour) REFERENCES colours (id),
  FOREIGN KEY (size) REFERENCES sizes (id),
  FOREIGN KEY (colour, maker) REFERENCES makers (colour, number),
  FOREIGN KEY (colour, size) REFERENCES stock (colour, size)
);
CREATE TABLE picks (
  id INTEGER PRIMARY KEY,
  colour INTEGER,
  size INTEGER,
  maker INTEGER,
  shop INTEGER,
  UNIQUE (colour, size),
  FOREIGN KEY (colour, maker) REFERENCES makers (colour, number),
  FOREIGN KEY (size, shop) REFERENCES shops (size, number),
  FOREIGN KEY (colour, size) REFERENCES stock (colour, size)
);
