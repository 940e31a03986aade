INSERT INTO posts
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 200)
SELECT 1000 + n, 'post number ' || n, CASE WHEN n % 4 THEN 'news' ELSE 'essay' END FROM series;
INSERT INTO photos
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 90)
SELECT 5000 + n, 100 + n % 7 * 100 FROM series;
INSERT INTO comments
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT n, CASE WHEN n % 10 < 6 THEN 'App\Models\Post' WHEN n % 10 < 9 THEN 'App\Models\Photo' ELSE 'App\Models\Comment' END,
  CASE WHEN n % 10 < 6 THEN 1001 + n * n % 170 WHEN n % 10 < 9 THEN 5001 + n * n % 70 ELSE 1 + n / 2 END, 1 + n * 7 % 5
FROM series;
INSERT INTO tags
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 25)
SELECT n, 'tag ' || n FROM series;
INSERT INTO taggings
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 699)
SELECT n, 1 + n % 25, CASE WHEN n % 11 = 0 THEN NULL WHEN n % 2 THEN 'Post' ELSE 'Photo' END,
  CASE WHEN n % 11 = 0 THEN NULL WHEN n % 2 THEN 1001 + n / 4 ELSE 5001 + n / 8 END
FROM series;
INSERT INTO covers
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 120)
SELECT n, CASE WHEN n <= 80 THEN 1 ELSE 2 END, CASE WHEN n <= 80 THEN 1000 + n ELSE 5000 + n - 80 END FROM series;
