CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "From" TEXT NOT NULL, "group by" INTEGER);
CREATE TABLE "Größe" ("Straße" TEXT NOT NULL, "id" INTEGER PRIMARY KEY, "it's" REAL);
CREATE TABLE "with ""quotes""" ("a""b" INTEGER NOT NULL REFERENCES "order" ("select"), "ключ" INTEGER REFERENCES "Größe" ("id"), [square bracket] TEXT, `tick` INTEGER CHECK ("tick" >= 0));
CREATE UNIQUE INDEX "index of ""order""" ON "order" ("From", "group by");
CREATE VIEW "the view" AS SELECT "select" AS "From" FROM "order";
