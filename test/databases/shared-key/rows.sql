INSERT INTO people
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n * 3, date('1960-01-01', (n * 53 % 15000) || ' days'), CASE WHEN n % 3 = 0 THEN 'nick' || (n % 25) END FROM series;
INSERT INTO employees SELECT id, date(born, '+20 years', (id * 7 % 4000) || ' days'), 1500 + id * 17 % 4000 FROM people WHERE id % 4 <> 0;
INSERT INTO managers SELECT person_id, person_id % 1000, (SELECT min(person_id) FROM employees AS e WHERE e.person_id > employees.person_id) FROM employees WHERE person_id % 5 = 0;
INSERT INTO passports SELECT id, printf('P%08d', id * 7919 % 99999999) FROM people WHERE id % 2;
