BEGIN;
INSERT INTO hens
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 100)
SELECT n, 'hen ' || (n % 20), 1 + (n * 7) % 300 FROM series;
INSERT INTO eggs
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, 40 + (n * 37 % 200) / 10.0, 1 + (n * 13) % 100 FROM series;
COMMIT;
