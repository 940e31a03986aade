CREATE TABLE students (id INTEGER PRIMARY KEY, name TEXT NOT NULL, year INTEGER NOT NULL);
CREATE TABLE courses (code TEXT PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE enrolments (
  student_id INTEGER NOT NULL REFERENCES students (id) ON DELETE CASCADE,
  course_code TEXT NOT NULL REFERENCES courses (code),
  grade REAL,
  PRIMARY KEY (student_id, course_code)
) WITHOUT ROWID;
CREATE TABLE tags (course_code TEXT NOT NULL REFERENCES courses (code), tag INTEGER NOT NULL REFERENCES students (id), PRIMARY KEY (tag, course_code));
