CREATE TABLE tenants (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL);
CREATE TABLE customers (
  tenant_id INTEGER NOT NULL REFERENCES tenants (id),
  id INTEGER NOT NULL,
  city VARCHAR(30),
  PRIMARY KEY (tenant_id, id)
);
CREATE TABLE products (
  tenant_id INTEGER NOT NULL REFERENCES tenants (id),
  sku VARCHAR(30) NOT NULL,
  price NUMERIC(10,2) NOT NULL CHECK (price >= 0),
  PRIMARY KEY (tenant_id, sku)
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  tenant_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  sku VARCHAR(30) NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  FOREIGN KEY (tenant_id, sku) REFERENCES products (tenant_id, sku)
);
