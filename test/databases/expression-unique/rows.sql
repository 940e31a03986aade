INSERT INTO accounts
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 350)
SELECT n, CASE n % 3 WHEN 0 THEN upper('Name' || n) ELSE 'name' || n END || '@mail' || (n % 7) || '.example', 'Login' || n, substr('DEFRITES', 1 + 2 * (n % 4), 2)
FROM series;
INSERT INTO visits
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 700)
SELECT n, 1 + n % 350, datetime('2024-01-01', (n * 29) || ' hours') FROM series;
