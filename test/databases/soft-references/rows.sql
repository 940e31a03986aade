INSERT INTO shops
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 12)
SELECT n, 'shop ' || n FROM series;
INSERT INTO customers
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 150)
SELECT n, printf('C-%05d', n * 37), CASE WHEN n % 6 THEN 'city ' || (n % 9) END FROM series;
INSERT INTO coupons
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n, CASE WHEN n % 5 THEN printf('SAVE%03d', n) END, 5 + n % 40 FROM series;
INSERT INTO products
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 180)
SELECT n, 1 + n % 12, printf('SKU-%03d', n / 12), (n * 73 % 5000) / 100.0 FROM series;
INSERT INTO orders
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 700)
SELECT n, printf('C-%05d', (1 + n * n % 113) * 37), CASE WHEN n % 3 = 0 AND n % 60 % 5 THEN printf('SAVE%03d', n % 60) END,
  1 + (n * 5) % 12, printf('SKU-%03d', 1 + n % 14), CASE WHEN n % 7 THEN 'paid' ELSE 'open' END
FROM series;
INSERT INTO employees
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 120)
SELECT n, printf('E%04d', n), CASE WHEN n > 3 THEN printf('E%04d', n / 4) END, n % 5 FROM series;
