INSERT INTO entities
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 200)
SELECT n, CASE n % 3 WHEN 0 THEN 'book' WHEN 1 THEN 'film' ELSE 'song' END FROM series;
INSERT INTO attributes
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 12)
SELECT n, 'attribute ' || n, CASE n % 3 WHEN 0 THEN 'number' WHEN 1 THEN 'text' ELSE 'date' END FROM series;
INSERT INTO entity_values
SELECT e.id, a.id, CASE a.data_type WHEN 'number' THEN CAST(e.id * a.id % 300 AS TEXT) WHEN 'text' THEN 'text ' || (e.id % 20) ELSE date('2020-01-01', (e.id * a.id % 900) || ' days') END
FROM entities AS e JOIN attributes AS a ON (e.id * 7 + a.id * 3) % 5 < 2;
