CREATE TABLE departments (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  manager_id INTEGER REFERENCES employees (id)
);
CREATE TABLE employees (
  id INTEGER PRIMARY KEY,
  department_id INTEGER NOT NULL REFERENCES departments (id),
  boss_id INTEGER REFERENCES employees (id),
  salary INTEGER NOT NULL CHECK (salary BETWEEN 1000 AND 20000)
);
