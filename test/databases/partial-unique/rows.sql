INSERT INTO users
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, 'user' || (n % 320) || '@example.org', CASE WHEN n > 320 OR n % 9 = 0 THEN datetime('2023-05-01', n || ' hours') END,
  datetime('2022-01-01', (n * 7) || ' hours')
FROM series;
INSERT INTO addresses
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 700)
SELECT n, 1 + (n * 3) % 400, 'street ' || (n % 60), n <= 300 FROM series;
INSERT INTO slots
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT n, n % 30, 8 + (n / 30) % 12, CASE WHEN n % 30 + 30 * ((n / 30) % 12) < 200 AND n <= 360 THEN 'taken' WHEN n % 2 THEN 'free' ELSE 'cancelled' END FROM series;
