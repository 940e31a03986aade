INSERT INTO shops
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 30)
SELECT n, 'shop ' || n FROM series;
INSERT INTO pages
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 450)
SELECT n, 1 + n % 30, 'page-' || (n / 30), 1 + n / 30, CASE WHEN n >= 60 AND n % 4 THEN 'page-' || (n / 60) END FROM series;
