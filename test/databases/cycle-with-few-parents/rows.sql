BEGIN;
INSERT INTO branches
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 120)
SELECT n, CASE WHEN n > 12 THEN n - 12 END, 1, 10 + n * 7 % 40 FROM series;
INSERT INTO trees VALUES (1, 'oak', 1);
INSERT INTO albums
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 80)
SELECT n, 1 + (n + 6) % 80, 1 FROM series;
INSERT INTO photos
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 199)
SELECT 1 + n % 80, 1 + n / 80, 400 + n % 5 * 100 FROM series;
COMMIT;
