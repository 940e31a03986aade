INSERT INTO settings
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 320)
SELECT n, 'setting.' || n, 'value ' || (n % 30) FROM series;
INSERT INTO seen
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT n % 50, n / 50, datetime('2024-01-01', n || ' minutes') FROM series;
INSERT INTO keyed
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT printf('K%04d', n), n % 25 FROM series;
