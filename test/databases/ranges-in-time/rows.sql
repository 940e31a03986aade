INSERT INTO policies
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 179)
SELECT 1 + n / 3, 1 + n % 3, date('2020-01-01', (n % 3 * 365 + n) || ' days'), CASE WHEN n % 3 < 2 THEN date('2020-01-01', (n % 3 * 365 + n + 365) || ' days') END, date('2020-01-01', (n * 5 % 1500) || ' days'), 10 + n * 37 % 2000 FROM series;
INSERT INTO claims
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 200)
SELECT n, 1 + n % 60, 1 + n % 3, date('2021-01-01', (n * 3) || ' days'), CASE WHEN n % 3 = 0 THEN date('2021-01-01', (n * 3 + n % 40) || ' days') END, CASE n % 3 WHEN 0 THEN 'paid' WHEN 1 THEN 'open' ELSE 'refused' END FROM series;
