INSERT INTO content_types VALUES (1, 'admin', 'entry'), (3, 'auth', 'user'), (7, 'blog', 'article'), (9, 'blog', 'picture');
INSERT INTO articles WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 150) SELECT 1000 + n, 'article number ' || n FROM series;
INSERT INTO pictures WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60) SELECT 5000 + n, 100 + n % 7 * 100 FROM series;
INSERT INTO notes WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT n, CASE WHEN n % 4 THEN 7 ELSE 9 END, CASE WHEN n % 4 THEN 1001 + n * n % 150 ELSE 5001 + n * n % 60 END, n % 5 FROM series;
INSERT INTO likes WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT n, CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN 7 ELSE 9 END, CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN 1001 + n % 150 ELSE 5001 + n % 60 END, n / 6 FROM series;
