INSERT INTO tenants
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 20)
SELECT n, 'tenant ' || n FROM series;
INSERT INTO customers
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT 1 + n % 20, n / 20, CASE WHEN n % 5 THEN 'city ' || (n % 12) END FROM series;
INSERT INTO products
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 200)
SELECT 1 + n % 20, printf('SKU-%03d', n / 20), (n * 73 % 5000) / 100.0 FROM series;
INSERT INTO orders
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT n, t, (SELECT id FROM customers WHERE tenant_id = t ORDER BY (id * 7 + n) % 17 LIMIT 1),
  (SELECT sku FROM products WHERE tenant_id = t ORDER BY (substr(sku, 5) * 5 + n) % 11 LIMIT 1), 1 + n % 7
FROM (SELECT n, 1 + (n * 3) % 20 AS t FROM series);
