CREATE TABLE tenants (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE teams (tenant_id integer NOT NULL REFERENCES tenants (id), number integer NOT NULL, lead integer NOT NULL, PRIMARY KEY (tenant_id, number));
CREATE TABLE members (
  tenant_id integer NOT NULL REFERENCES tenants (id), number integer NOT NULL, team integer NOT NULL, grade text,
  PRIMARY KEY (tenant_id, number), FOREIGN KEY (tenant_id, team) REFERENCES teams (tenant_id, number)
);
ALTER TABLE teams ADD FOREIGN KEY (tenant_id, lead) REFERENCES members (tenant_id, number);
