CREATE TABLE students (id INTEGER PRIMARY KEY, name VARCHAR(60) NOT NULL, year INTEGER NOT NULL);
CREATE TABLE courses (code VARCHAR(9) PRIMARY KEY, title VARCHAR(60) NOT NULL);
CREATE TABLE enrolments (
  student_id INTEGER NOT NULL REFERENCES students (id) ON DELETE CASCADE,
  course_code VARCHAR(9) NOT NULL REFERENCES courses (code),
  grade DOUBLE PRECISION,
  PRIMARY KEY (student_id, course_code)
);
CREATE TABLE tags (course_code VARCHAR(9) NOT NULL REFERENCES courses (code), tag INTEGER NOT NULL REFERENCES students (id), PRIMARY KEY (tag, course_code));
