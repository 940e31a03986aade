INSERT INTO users
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 150)
SELECT n, 'user ' || n FROM series;
INSERT INTO contacts (user_id, kind, value)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 450)
SELECT 1 + (n - 1) / 3, CASE n % 3 WHEN 0 THEN 'mail' WHEN 1 THEN 'phone' ELSE 'post' END, 'value ' || (n * 7 % 400) FROM series WHERE n % 5;
INSERT INTO slots VALUES ('mon', 0), ('tue', 0), ('wed', 0), ('thu', 0), ('fri', 0), ('sat', 1), ('sun', 1);
INSERT INTO hours
SELECT u.id, w.day, 6 + u.id % 5, 6 + u.id % 5 + 1 + (u.id * 7 + length(w.day)) % 12 FROM users AS u JOIN slots AS w ON (u.id + unicode(w.day)) % 3 > 0;
