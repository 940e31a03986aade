INSERT INTO shops VALUES (1, 'open', 'N'), (2, 'open', 'S'), (3, 'closed', 'NW');
INSERT INTO orders
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, 1 + n % 3, CASE n % 5 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' ELSE 'sent' END,
  CASE n % 4 WHEN 0 THEN 'express' ELSE 'ordinary' END, n * n % 31
FROM series;
INSERT INTO holidays
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 8)
SELECT n, date('2024-01-01', (n * 37) || ' days'), n % 3 > 0 FROM series;
