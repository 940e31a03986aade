CREATE TABLE shops (id integer PRIMARY KEY, state enum('open', 'closed') NOT NULL, code varchar(2) NOT NULL);
CREATE TABLE orders (
  id integer PRIMARY KEY,
  shop_id integer NOT NULL,
  state enum('new', 'paid', 'sent') NOT NULL,
  code varchar(9) NOT NULL,
  level integer NOT NULL,
  FOREIGN KEY (shop_id) REFERENCES shops (id)
);
CREATE TABLE holidays (id integer PRIMARY KEY, day date NOT NULL, level boolean, UNIQUE (level, day));
