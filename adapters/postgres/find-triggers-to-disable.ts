import type pg from 'pg';
import type { SchemaStatement } from '../../src/introspect/catalog.js';
import { askCatalog } from './ask-catalog.js';
import type { Member } from './find-members.js';
import { qualify, quote } from './quote.js';

/** What is altered before the rows, and altered back after them. */
export interface Detour {
  readonly before: readonly SchemaStatement[];
  readonly after: readonly SchemaStatement[];
}

/**
 * Finds the triggers that would fire for the rows of a load; those that check foreign keys are none of these. The
 * server does to partitions what is done to their root.
 * https://www.postgresql.org/docs/current/catalog-pg-trigger.html
 */
export async function findTriggersToDisable(
  client: pg.Client,
  members: readonly Member[],
): Promise<{ readonly detour: Detour; readonly tables: ReadonlySet<string> }> {
  const found = await askCatalog<{
    table: string;
    schema: string;
    owner: string;
    name: string;
    state: string;
  }>(
    client,
    `SELECT tgrelid AS table, nspname AS schema, relname AS owner, tgname AS name, tgenabled AS state
     FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE tgrelid = ANY ($1::oid[]) AND NOT tgisinternal AND tgparentid = 0 AND tgenabled IN ('O', 'A')
     ORDER BY tgrelid, tgname COLLATE "C"`,
    members.map(({ oid }) => oid),
  );
  const idOf = new Map(members.map(({ oid, id }) => [oid, id]));
  const alter = (verb: (state: string) => string): SchemaStatement[] =>
    found.map(({ table, schema, owner, name, state }) => ({
      kind: 'trigger',
      name,
      table: idOf.get(table)!,
      sql: `ALTER TABLE ${qualify(schema, owner)} ${verb(state)} TRIGGER ${quote(name)}`,
    }));
  return {
    detour: {
      before: alter(() => 'DISABLE'),
      after: alter((state) => (state === 'A' ? 'ENABLE ALWAYS' : 'ENABLE')),
    },
    tables: new Set(found.map(({ table }) => table)),
  };
}
