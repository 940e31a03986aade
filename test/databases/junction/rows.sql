INSERT INTO students
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 150)
SELECT n, 'student ' || n, 1 + n % 4 FROM series;
INSERT INTO courses
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 30)
SELECT printf('C%03d', n * 7), 'course ' || n FROM series;
INSERT OR IGNORE INTO enrolments
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 700)
SELECT 1 + (n * 7 + n / 30) % 150, printf('C%03d', 7 * (1 + n % 30)), CASE WHEN n % 6 THEN 1 + (n % 9) / 2.0 END FROM series;
INSERT OR IGNORE INTO tags
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT printf('C%03d', 7 * (1 + (n * 11 + n / 7) % 30)), 1 + (n * 17) % 150 FROM series;
