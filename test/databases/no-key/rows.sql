INSERT INTO sensors
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 30)
SELECT 'sensor-' || n, 'place ' || (n % 5) FROM series;
INSERT INTO readings
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT 'sensor-' || (1 + n % 30), datetime('2024-01-01', (n / 30) || ' hours'), CASE WHEN n % 11 THEN 20 + (n * 7 % 100) / 10.0 END FROM series;
INSERT INTO notes
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT CASE WHEN n % 4 THEN 'sensor-' || (1 + n * 7 % 30) END, 'note ' || (n % 20) FROM series;
