CREATE TABLE shops (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  slug VARCHAR(40) NOT NULL,
  number INTEGER NOT NULL,
  parent_slug VARCHAR(40),
  UNIQUE (shop_id, slug),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, parent_slug) REFERENCES pages (shop_id, slug)
);
