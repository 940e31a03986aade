INSERT INTO countries
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 26)
SELECT char(64 + n, 91 - n), 'country ' || n FROM series;
INSERT INTO cities
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT char(65 + n % 26, 90 - n % 26), 'city ' || n, CASE WHEN n % 9 THEN n * 7919 % 500000 END FROM series;
INSERT INTO hotels
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT n, char(65 + k % 26, 90 - k % 26), 'city ' || k, CASE WHEN n % 4 THEN 1 + n % 5 END FROM (SELECT n, 1 + n * 13 % 300 AS k FROM series);
