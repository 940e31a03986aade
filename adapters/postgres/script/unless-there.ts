import type { SchemaStatement } from '../../../src/introspect/catalog.js';

/**
 * Lets a statement pass that makes what is there already: whoever owns that schema may have made it.
 * https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING
 */
export function unlessThere(made: SchemaStatement): SchemaStatement {
  let tag = '$there$';
  while (made.sql.includes(tag)) tag = `$${tag.slice(1, -1)}_$`;
  const sql = `DO ${tag} BEGIN
${made.sql};
EXCEPTION WHEN duplicate_object OR duplicate_function OR duplicate_table THEN NULL;
END ${tag}`;
  return { ...made, sql };
}
