INSERT INTO colours WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 40) SELECT n, 'colour ' || n FROM s;
INSERT INTO sizes WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 30) SELECT n, n * 10 FROM s;
INSERT INTO stock SELECT c.id, s.id, (c.id * s.id) % 17 FROM colours c, sizes s WHERE (c.id * 7 + s.id * 13) % 23 = 0;
INSERT INTO makers SELECT c.id, n.n FROM colours c, (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) n WHERE c.id % 4 <> n.n;
INSERT INTO shops SELECT c.id, n.n FROM sizes c, (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) n WHERE c.id % 5 <> n.n;
INSERT INTO wishes WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 600)
SELECT s.n, st.colour, CASE WHEN n % 4 = 0 THEN NULL ELSE st.size END, (SELECT max(number) FROM makers m WHERE m.colour = st.colour), CASE WHEN n % 3 = 0 THEN NULL ELSE (SELECT max(number) FROM shops m WHERE m.size = st.size) END, n % 9
FROM s JOIN (SELECT *, row_number() OVER (ORDER BY pieces, colour, size) AS k, count(*) OVER () AS total FROM stock) st ON st.k = 1 + s.n % st.total;
INSERT INTO needs WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 300)
SELECT s.n, st.colour, st.size, (SELECT max(number) FROM makers m WHERE m.colour = st.colour), n % 9
FROM s JOIN (SELECT *, row_number() OVER (ORDER BY pieces, colour, size) AS k, count(*) OVER () AS total FROM stock) st ON st.k = 1 + s.n % st.total;
INSERT INTO picks SELECT row_number() OVER (), st.colour, CASE WHEN colour % 4 = 0 THEN NULL ELSE st.size END, (SELECT max(number) FROM makers m WHERE m.colour = st.colour), CASE WHEN size % 3 = 0 THEN NULL ELSE (SELECT max(number) FROM shops m WHERE m.size = st.size) END FROM stock st;
