CREATE TABLE departments (id integer PRIMARY KEY, name text NOT NULL UNIQUE, manager_id integer);
CREATE TABLE employees (
  id integer PRIMARY KEY,
  department_id integer NOT NULL REFERENCES departments (id),
  boss_id integer REFERENCES employees (id),
  salary integer NOT NULL CHECK (salary BETWEEN 1000 AND 20000)
);
ALTER TABLE departments ADD FOREIGN KEY (manager_id) REFERENCES employees (id) ON DELETE SET NULL;
