CREATE TYPE order_state AS ENUM ('new', 'paid', 'sent');
CREATE TYPE shop_state AS ENUM ('open', 'closed');
CREATE TABLE shops (id integer PRIMARY KEY, state shop_state NOT NULL, code varchar(2) NOT NULL);
CREATE TABLE orders (
  id integer PRIMARY KEY,
  shop_id integer NOT NULL REFERENCES shops (id),
  state order_state NOT NULL,
  code varchar(9) NOT NULL,
  level integer NOT NULL
);
CREATE TABLE holidays (id integer PRIMARY KEY, day date NOT NULL, level boolean);
CREATE UNIQUE INDEX one_of_a_level ON holidays (level, day) WHERE level IS NOT NULL;
