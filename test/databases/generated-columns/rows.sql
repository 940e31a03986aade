INSERT INTO items (id, price, quantity, code)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 350)
SELECT n, (n * 73 % 2000) / 100.0, 1 + n % 9, printf('ab-%04d', n * 3) FROM series;
INSERT INTO parts (id, item_id, weight)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT n, 1 + n * 11 % 350, CASE WHEN n % 8 THEN n * 7 % 100 END FROM series;
