INSERT INTO lines
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, 'site-' || (n % 15), n / 15, (n * 31 % 100) / 4.0 FROM series;
INSERT INTO machines
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT n, 'site-' || (((n * 7) % 300 + 1) % 15), ((n * 7) % 300 + 1) / 15, 100 * (1 + n % 9) FROM series;
