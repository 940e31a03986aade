INSERT INTO cards
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 80)
SELECT n, printf('4%015d', n * 982451653) FROM series;
INSERT INTO banks
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 30)
SELECT n, 'BANK' || char(65 + n % 26, 65 + n % 7) || printf('%02d', n) FROM series;
INSERT INTO payments
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT n, CASE WHEN n % 3 = 0 THEN 1 + n % 80 END, CASE WHEN n % 3 = 1 THEN 1 + n % 30 END, CASE WHEN n % 3 = 2 THEN n * 5 % 1000 END,
  100 + n * 37 % 900, (100 + n * 37 % 900) / 5, 100 + n * 37 % 900 + (100 + n * 37 % 900) / 5,
  CASE WHEN n % 4 = 0 THEN 'open' WHEN n % 7 = 0 THEN 'refunded' ELSE 'paid' END, date('2023-01-01', (n % 300) || ' days'),
  CASE WHEN n % 4 THEN date('2023-01-01', (n % 300 + n % 40) || ' days') END
FROM series;
INSERT INTO measures
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, n % 50, n % 50 + 10 + n * 7 % 90, (n * 31 % 101) / 100.0,
  CASE WHEN n % 5 = 0 THEN NULL WHEN n * 31 % 101 >= 50 THEN 'A' WHEN n % 2 THEN 'B' ELSE 'C' END, 5 * (1 + n % 12)
FROM series;
