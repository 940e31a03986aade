import type { SchemaScript, SchemaStatement } from '../../src/introspect/catalog.js';

/** The sample shop: keys of every kind, checks, nulls, two self-references and a junction table. */
const TABLES: Record<string, string> = {
  cities: `CREATE TABLE cities (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  population INTEGER NOT NULL CHECK (population > 0)
)`,
  customers: `CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  phone TEXT,
  birth_date DATE,
  segment TEXT NOT NULL CHECK (segment IN ('private', 'business', 'reseller')),
  newsletter BOOLEAN NOT NULL,
  city_id INTEGER NOT NULL REFERENCES cities,
  referred_by INTEGER REFERENCES customers (id),
  created_at TIMESTAMP NOT NULL
)`,
  addresses: `CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('home', 'work', 'billing')),
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city_id INTEGER NOT NULL REFERENCES cities (id),
  UNIQUE (customer_id, kind)
)`,
  employees: `CREATE TABLE employees (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  manager_id INTEGER REFERENCES employees (id),
  hired_on DATE NOT NULL,
  salary INTEGER NOT NULL
)`,
  categories: `CREATE TABLE categories (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES categories (id)
)`,
  suppliers: `CREATE TABLE suppliers (
  id INTEGER PRIMARY KEY,
  company TEXT NOT NULL,
  email TEXT,
  city_id INTEGER NOT NULL REFERENCES cities (id),
  since DATE NOT NULL
)`,
  products: `CREATE TABLE products (
  sku TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  category_id INTEGER NOT NULL REFERENCES categories (id),
  supplier_id INTEGER REFERENCES suppliers (id),
  price DECIMAL(8, 2) NOT NULL CHECK (price > 0),
  weight_grams INTEGER,
  introduced_on DATE NOT NULL,
  discontinued_on DATE CHECK (discontinued_on IS NULL OR discontinued_on >= introduced_on)
)`,
  tags: `CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL UNIQUE
)`,
  product_tags: `CREATE TABLE product_tags (
  product_sku TEXT NOT NULL REFERENCES products (sku),
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  PRIMARY KEY (product_sku, tag_id)
) WITHOUT ROWID`,
  orders: `CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  employee_id INTEGER REFERENCES employees (id),
  status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'shipped', 'cancelled')),
  ordered_at TIMESTAMP NOT NULL,
  shipped_at TIMESTAMP CHECK (shipped_at IS NULL OR shipped_at >= ordered_at),
  discount_percent INTEGER NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 50)
)`,
  order_lines: `CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  product_sku TEXT NOT NULL REFERENCES products (sku),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price DECIMAL(8, 2) NOT NULL,
  PRIMARY KEY (order_id, line)
)`,
  payments: `CREATE TABLE payments (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id),
  method TEXT NOT NULL,
  paid_at TIMESTAMP NOT NULL
)`,
  reviews: `CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_sku TEXT NOT NULL REFERENCES products (sku),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  body TEXT,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (product_sku, customer_id)
)`,
};

export const SHOP_SCHEMA: SchemaScript = {
  tables: Object.entries(TABLES).map(([name, sql]) => ({ kind: 'table', name, table: name, sql })),
  afterLoad: [
    index('orders_by_customer', 'orders', 'customer_id, ordered_at'),
    index('order_lines_by_product', 'order_lines', 'product_sku'),
    {
      kind: 'view',
      name: 'order_totals',
      table: null,
      sql: `CREATE VIEW order_totals AS
  SELECT order_id, sum(quantity * unit_price) AS total FROM order_lines GROUP BY order_id`,
    },
  ],
};

function index(name: string, table: string, columns: string): SchemaStatement {
  return { kind: 'index', name, table, sql: `CREATE INDEX ${name} ON ${table} (${columns})` };
}
