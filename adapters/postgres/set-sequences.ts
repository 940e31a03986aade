import type pg from 'pg';
import { askCatalog } from './ask-catalog.js';
import { qualify, quote, quoteText } from './quote.js';
import { translateError } from './translate-error.js';

interface Use {
  sequence: string;
  sequenceName: string;
  increment: number;
  least: string;
  most: string;
  schema: string;
  table: string;
  column: string;
}

/**
 * Moves the sequences of written tables behind the numbers that stand there: to the extreme of all columns that
 * take their default from one. A sequence never moves back, and one whose columns hold nothing stays as it is.
 * What a sequence was set to is not undone by a rollback, unless it was made in the same transaction.
 * https://www.postgresql.org/docs/current/functions-sequence.html
 * @param isWritten tells by schema and table whether rows were written
 */
export async function setSequences(
  client: pg.Client,
  isWritten: (schema: string, table: string) => boolean,
): Promise<void> {
  const uses = await fetchUses(client);
  const concerned = new Set(
    uses.filter(({ schema, table }) => isWritten(schema, table)).map(({ sequence }) => sequence),
  );
  for (const sequence of concerned) {
    const users = uses.filter((use) => use.sequence === sequence);
    try {
      await client.query(setSql(users[0]!, users));
    } catch (error) {
      throw translateError(error, `sequence "${users[0]!.sequenceName}"`);
    }
  }
}

/** Owned and identity sequences by what they belong to, all others by the defaults that name them. */
async function fetchUses(client: pg.Client): Promise<Use[]> {
  return askCatalog(
    client,
    `SELECT DISTINCT sn.nspname || '.' || s.relname AS sequence,
       quote_ident(sn.nspname) || '.' || quote_ident(s.relname) AS "sequenceName", seqincrement AS increment,
       seqmin::text AS least, seqmax::text AS most, tn.nspname AS schema, t.relname AS table, attname AS column
     FROM (
       SELECT objid AS sequence, refobjid AS relation, refobjsubid AS number FROM pg_depend
       WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
       UNION
       SELECT refobjid, adrelid, adnum FROM pg_depend JOIN pg_attrdef AS ad ON ad.oid = objid
       WHERE classid = 'pg_attrdef'::regclass AND refclassid = 'pg_class'::regclass) AS uses
     JOIN pg_class AS s ON s.oid = sequence AND s.relkind = 'S' JOIN pg_namespace AS sn ON sn.oid = s.relnamespace
     JOIN pg_sequence ON seqrelid = s.oid
     JOIN pg_class AS t ON t.oid = relation AND NOT t.relispartition
     JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
     JOIN pg_attribute AS a ON attrelid = t.oid AND attnum = number JOIN pg_type AS y ON y.oid = atttypid
     WHERE s.relpersistence <> 't' AND typcategory = 'N'`,
  );
}

function setSql({ sequenceName, increment, least, most }: Use, users: readonly Use[]): string {
  const [extreme, best, beyond] = increment > 0 ? ['max', 'greatest', '>'] : ['min', 'least', '<'];
  const found = users.map(
    ({ schema, table, column }) =>
      `(SELECT ${extreme}(${quote(column)})::numeric FROM ${qualify(schema, table)})`,
  );
  return `SELECT setval(${quoteText(sequenceName)}::regclass, value::bigint)
    FROM (SELECT ${best}(${found.join(', ')}) AS value) AS extreme, ${sequenceName} AS now
    WHERE value BETWEEN ${least} AND ${most} AND (value ${beyond} last_value OR value = last_value AND NOT is_called)`;
}
