BEGIN;
INSERT INTO stalls
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n, 1 + n * 5 % 9, 1 + n % 60, 1 + (1 + n % 60) * 5 % 9, 100 + n % 7 * 10 FROM series;
INSERT INTO winners
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n, 1 + n * 5 % 9, 1 + n % 11 FROM series;
COMMIT;
