CREATE TABLE departments (id INTEGER PRIMARY KEY, name VARCHAR(60) NOT NULL UNIQUE, manager_id INTEGER, FOREIGN KEY (manager_id) REFERENCES employees (id) ON DELETE SET NULL);
CREATE TABLE employees (
  id INTEGER PRIMARY KEY,
  department_id INTEGER NOT NULL REFERENCES departments (id),
  boss_id INTEGER REFERENCES employees (id),
  salary INTEGER NOT NULL CHECK (salary BETWEEN 1000 AND 20000)
);
