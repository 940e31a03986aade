CREATE TABLE tenants (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE teams (
  tenant_id INTEGER NOT NULL REFERENCES tenants (id), number INTEGER NOT NULL, `lead` INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, number), FOREIGN KEY (tenant_id, `lead`) REFERENCES members (tenant_id, number)
);
CREATE TABLE members (
  tenant_id INTEGER NOT NULL REFERENCES tenants (id), number INTEGER NOT NULL, team INTEGER NOT NULL, grade VARCHAR(9),
  PRIMARY KEY (tenant_id, number), FOREIGN KEY (tenant_id, team) REFERENCES teams (tenant_id, number)
);
