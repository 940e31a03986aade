import Sqlite from 'better-sqlite3';

/** A number from 0 to 99,999 that looks random, made of a row number; the same in every run. */
const random = (row, salt) => `((${row} * 2654435761 + ${salt} * 40503) % 4294967296 / 42950)`;

const counting = (rows) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;

const SQL = `
  CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    segment TEXT NOT NULL CHECK (segment IN ('private', 'business', 'reseller')),
    joined_on DATE NOT NULL
  );
  CREATE TABLE products (
    id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, price REAL NOT NULL CHECK (price > 0)
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    ordered_on DATE NOT NULL,
    shipped_on DATE,
    status TEXT NOT NULL,
    CHECK (shipped_on >= ordered_on)
  );
  CREATE TABLE items (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price REAL NOT NULL,
    PRIMARY KEY (order_id, product_id)
  );
  CREATE INDEX orders_by_customer ON orders (customer_id);

  ${counting(20_000)} INSERT INTO customers
    SELECT i, char(65 + i % 26, 97 + i * 7 % 26, 97 + i * 11 % 26, 97 + i / 26 % 26, 97 + i * 5 % 26),
      'c' || ${random('i', 1)} || '.' || i || '@mail.test',
      CASE WHEN ${random('i', 2)} < 70000 THEN 'private' WHEN ${random('i', 2)} < 90000 THEN 'business' ELSE 'reseller' END,
      date('2015-01-01', (${random('i', 3)} * 3000 / 100000) || ' days')
    FROM n;
  ${counting(500)} INSERT INTO products
    SELECT i, printf('SKU-%05d', ${random('i', 4)} / 2 * 2 + i % 2 + i), 0.99 + ${random('i', 5)} % 200 FROM n;
  ${counting(60_000)} INSERT INTO orders
    SELECT i, 1 + ${random('i', 6)} * 20000 / 100000, date(joined_on, (1 + ${random('i', 7)} * 900 / 100000) || ' days'),
      CASE WHEN ${random('i', 8)} < 80000
        THEN date(joined_on, (2 + ${random('i', 7)} * 900 / 100000 + ${random('i', 9)} % 9) || ' days') END,
      CASE WHEN ${random('i', 8)} < 80000 THEN 'shipped' WHEN ${random('i', 8)} < 95000 THEN 'open' ELSE 'cancelled' END
    FROM n JOIN customers ON customers.id = 1 + ${random('i', 6)} * 20000 / 100000;
  ${counting(120_000)} INSERT OR IGNORE INTO items
    SELECT 1 + i / 2, 1 + ${random('i', 10)} * 500 / 100000, 1 + ${random('i', 11)} % 5, price
    FROM n JOIN products ON products.id = 1 + ${random('i', 10)} * 500 / 100000;
`;

/**
 * Makes a database of about 200,000 rows: customers, their orders, the items of each.
 * @param {string} path a file that does not exist
 */
export function makeSales(path) {
  const database = new Sqlite(path);
  database.pragma('journal_mode = OFF');
  database.pragma('foreign_keys = OFF');
  database.exec(SQL);
  database.close();
}
