INSERT INTO rooms
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT char(65 + n % 6), 100 + n / 6, 10 + n % 30 FROM series;
INSERT INTO lessons
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, CASE WHEN n % 10 < 8 THEN char(65 + n % 6) END, CASE WHEN n % 10 <> 5 THEN 101 + n % 8 END,
  datetime('2024-01-01', (n * 5) || ' hours')
FROM series;
