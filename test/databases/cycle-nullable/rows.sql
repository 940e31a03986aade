INSERT INTO departments (id, name)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 20)
SELECT n, 'department ' || n FROM series;
INSERT INTO employees
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, 1 + n % 20, CASE WHEN n > 20 THEN 1 + n % 20 END, 1000 + (n * 7919) % 15000 FROM series;
UPDATE departments SET manager_id = id WHERE id <= 18;
