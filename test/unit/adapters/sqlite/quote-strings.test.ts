import { describe, expect, test } from 'vitest';
import { quoteScriptStrings } from '../../../../adapters/sqlite/quote-script-strings.js';
import { quoteStringsProperly } from '../../../../adapters/sqlite/quote-strings.js';

describe('quoteStringsProperly', () => {
  test('leaves names of columns, tables, functions, types and collations alone', () => {
    const sql = `"A" = "it's" AND "t"."b" > "max"(1) AND CAST("a" AS "text") = "x" COLLATE "nocase" OR rowid = "rowid"`;
    expect(quoteStringsProperly(sql, ['a'])).toBe(
      `"A" = 'it''s' AND "t"."b" > "max"(1) AND CAST("a" AS "text") = 'x' COLLATE "nocase" OR rowid = "rowid"`,
    );
  });
});

describe('quoteScriptStrings', () => {
  test('looks into the expressions of tables and indexes, and takes no name of a column for a string', () => {
    const script = `-- "a comment"
      CREATE TABLE "t" ("id" INTEGER CHECK ("id" > "later"), kind TEXT DEFAULT 'a;b' CHECK (kind IN ("x", "y")));
      ALTER TABLE "t" ADD COLUMN "later" INTEGER;
      CREATE UNIQUE INDEX "i" ON "t" ("id", (coalesce(kind, "none"))) WHERE "later" <> "z";
      CREATE VIEW "v" AS SELECT "id" FROM "t"`;
    expect(quoteScriptStrings(script)).toBe(
      script.replace('"x", "y"', "'x', 'y'").replace('"none"', "'none'").replace('"z"', "'z'"),
    );
  });
});
