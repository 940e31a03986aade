BEGIN;
INSERT INTO lanes
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 80)
SELECT n, NULL, 90 + n % 5 * 10 FROM series WHERE n % 4 = 0;
INSERT INTO lanes
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n + (n - 1) / 3, n, 90 + n % 5 * 10 FROM series;
INSERT INTO runners
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n, 1 + n * 7 % 60, 20 + n % 13 FROM series;
INSERT INTO bets
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 150)
SELECT n, 1 + n * n % 60, 5 * (1 + n % 4) FROM series;
INSERT INTO payouts
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 90)
SELECT n, 1 + n * n % 150, 100 * (n % 9) FROM series;
COMMIT;
