INSERT INTO persons WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 120) SELECT 10 + n * 3, 'city ' || n % 6 FROM s;
INSERT INTO accounts SELECT id, id % 7 * 100 FROM persons;
INSERT INTO heads WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 90) SELECT 'K-' || printf('%04d', n * 7), n % 3 FROM s;
INSERT INTO bodies SELECT code, hats + 1 FROM heads;
INSERT INTO feet SELECT code, hats + 2 FROM heads;
INSERT INTO shoes SELECT row_number() OVER (), code, 36 + hats + n.n FROM heads, (SELECT 1 AS n UNION SELECT 2) n;
