INSERT INTO articles (id, title, body)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 320)
SELECT n, 'title ' || (n % 60), 'some words about ' || (n % 25) || ' and ' || (n % 7) FROM series;
INSERT INTO log
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, 1 + n * 7 % 320, datetime('2024-01-01', n || ' hours') FROM series;
INSERT INTO boxes
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 50)
SELECT n, n, n + 1, n, n + 2 FROM series;
