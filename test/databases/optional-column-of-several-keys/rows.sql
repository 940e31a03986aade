INSERT INTO regions
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 11)
SELECT n, n % 3 FROM series;
INSERT INTO shelves
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 119)
SELECT n % 12, n / 12, 2 + n % 5 FROM series;
INSERT INTO workers
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 7)
SELECT n % 5, n / 5, 20 + n FROM series;
INSERT INTO vans
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 29)
SELECT n % 10, n / 10 FROM series;
INSERT INTO jobs
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, CASE WHEN n % 4 > 0 THEN n % 5 END, CASE WHEN n % 7 > 1 THEN n * 3 % 10 END,
  CASE WHEN n % 5 < 3 THEN n % 2 ELSE 0 END, CASE WHEN n % 3 > 0 THEN n % 3 END, 1 + n * n % 9
FROM series;
