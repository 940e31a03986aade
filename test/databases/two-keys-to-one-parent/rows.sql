INSERT INTO teams
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 24)
SELECT n, 'city ' || n, n * 13 % 10 FROM series;
INSERT INTO matches
SELECT row_number() OVER (), h.id, a.id, date('2024-01-01', ((h.id * 31 + a.id * 7) % 300) || ' days'), (h.id * a.id + h.strength) % 6, (h.id + a.id * a.strength) % 5,
  (h.id * a.id + h.strength) % 6 - (h.id + a.id * a.strength) % 5
FROM teams AS h JOIN teams AS a ON a.id <> h.id AND (h.id + a.id) % 4 < 3;
