INSERT INTO firms WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 40) SELECT n, 'firm ' || n, 1 + n * 3 % 60 FROM series;
INSERT INTO sites WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60) SELECT n, 'town ' || (n % 9), 1 + n * 7 % 80 FROM series;
INSERT INTO keepers WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 80) SELECT n, 1000 + n * 37 % 900, 1 + n * 11 % 40 FROM series;
INSERT INTO keys_held SELECT k.id, s.id FROM keepers AS k JOIN sites AS s ON (k.id * 7 + s.id * 5) % 29 = 0;
