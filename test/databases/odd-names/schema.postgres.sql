CREATE TABLE "order" ("select" integer PRIMARY KEY, "From" text NOT NULL, "group by" integer);
CREATE TABLE "Größe" ("Straße" text NOT NULL, "id" integer PRIMARY KEY, "it's" double precision);
CREATE TABLE "with ""quotes""" ("a""b" integer NOT NULL REFERENCES "order" ("select"), "ключ" integer REFERENCES "Größe" ("id"), "square bracket" text, "tick" integer CHECK ("tick" >= 0));
CREATE UNIQUE INDEX "index of ""order""" ON "order" ("From", "group by");
CREATE VIEW "the view" AS SELECT "select" AS "From" FROM "order";
