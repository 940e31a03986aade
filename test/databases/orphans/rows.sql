PRAGMA foreign_keys = OFF;
INSERT INTO authors
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n, 'author ' || n FROM series;
INSERT INTO posts
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT n, 1 + n * 7 % 66, CASE WHEN n % 7 THEN 'post ' || (n % 50) END, n * n % 97 FROM series;
