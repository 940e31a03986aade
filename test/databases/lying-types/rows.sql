INSERT INTO loose
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, printf('%03d', n % 70), CASE n % 3 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' END, 'longer than three ' || (n % 12), printf('%d.50', n % 90),
  CASE n % 4 WHEN 0 THEN n WHEN 1 THEN 'text ' || (n % 11) WHEN 2 THEN n / 3.0 END, CASE WHEN n % 5 = 0 THEN n % 20 ELSE 'word ' || (n % 15) END
FROM series;
INSERT INTO strict_ones
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, n * 3, n / 8.0, CASE WHEN n % 4 THEN 't' || (n % 9) END, CASE WHEN n % 3 = 0 THEN randomblob(0) ELSE x'0a0b' END, CASE n % 3 WHEN 0 THEN n WHEN 1 THEN 'any ' || (n % 8) ELSE n / 2.0 END
FROM series;
