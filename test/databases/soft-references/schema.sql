CREATE TABLE shops (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL);
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  code VARCHAR(20) NOT NULL,
  city VARCHAR(30),
  CONSTRAINT customers_code UNIQUE (code)
);
CREATE TABLE coupons (
  id INTEGER PRIMARY KEY,
  code VARCHAR(20),
  percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 90),
  CONSTRAINT coupons_code UNIQUE (code)
);
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  sku VARCHAR(20) NOT NULL,
  price NUMERIC(10,2) NOT NULL,
  CONSTRAINT products_sku UNIQUE (shop_id, sku)
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_ref VARCHAR(20) NOT NULL,
  coupon VARCHAR(20),
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  sku VARCHAR(20) NOT NULL,
  state VARCHAR(10) NOT NULL
);
CREATE TABLE employees (
  id INTEGER PRIMARY KEY,
  badge VARCHAR(20) NOT NULL,
  manager_badge VARCHAR(20),
  grade INTEGER NOT NULL,
  CONSTRAINT employees_badge UNIQUE (badge)
);
