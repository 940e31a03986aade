CREATE TABLE shops (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('open', 'closed')), code VARCHAR(2) NOT NULL);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  state TEXT NOT NULL CHECK (state IN ('new', 'paid', 'sent')),
  code VARCHAR(9) NOT NULL,
  level INTEGER NOT NULL
);
CREATE TABLE holidays (id INTEGER PRIMARY KEY, day DATE NOT NULL, level BOOLEAN);
CREATE UNIQUE INDEX one_of_a_level ON holidays (level, day) WHERE level IS NOT NULL;
