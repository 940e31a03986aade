import type { Database } from '../database.js';
import type { Catalog, Table, UniqueKey } from '../introspect/catalog.js';
import type { Plan } from '../plan/plan.js';
import type { ExistingKeys, ExistingTable } from './plan-keys.js';
import { keyPart } from './row-guard.js';

type Connection = Pick<Database, 'query' | 'quote' | 'qualify'>;

/**
 * Reads the keys of rows that stay in a target, so that appended rows do not collide with them.
 * @param database the target; its tables are those of the catalog
 * @returns an entry per planned table that holds rows
 * Cost: holds every key that is not a number of its own in memory.
 */
export async function readExistingKeys(
  database: Connection,
  catalog: Catalog,
  plan: Plan,
): Promise<ExistingKeys> {
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  const existing = new Map<string, ExistingTable>();
  for (const { id, existingRows } of plan.tables) {
    if (existingRows === 0) continue;
    const table = tables.get(id)!;
    const largest = new Map<string, number>();
    const taken = new Map<string, ReadonlySet<string>>();
    for (const key of table.uniques) {
      const number = numberOf(table, key);
      if (number === null) taken.set(key.name, await readTaken(database, table, key));
      else largest.set(number, await readLargest(database, table, number));
    }
    existing.set(id, { largest, taken });
  }
  return existing;
}

/** The column of a key that is a number of its own: appended rows go on counting from the largest. */
function numberOf(table: Table, key: UniqueKey): string | null {
  const column = table.columns.find(({ name }) => key.columns.length === 1 && name === key.columns[0]);
  const isLinked = table.foreignKeys.some((foreignKey) => foreignKey.columns.includes(column?.name ?? ''));
  return column !== undefined && !isLinked && (column.identity || column.type.name === 'integer')
    ? column.name
    : null;
}

async function readLargest(database: Connection, table: Table, column: string): Promise<number> {
  const rows = await database.query(`SELECT MAX(${database.quote(column)}) FROM ${database.qualify(table)}`);
  return Number(rows[0]?.[0] ?? 0);
}

async function readTaken(database: Connection, table: Table, key: UniqueKey): Promise<ReadonlySet<string>> {
  const parts = key.columns.map((column, i) =>
    column === null ? `(${key.expressions[i]!})` : database.quote(column),
  );
  const where = key.predicate === null ? '' : ` WHERE (${key.predicate}\n)`;
  const taken = new Set<string>();
  for (const row of await database.query(
    `SELECT ${parts.join(', ')} FROM ${database.qualify(table)}${where}`,
  )) {
    if (key.nullsDistinct && row.includes(null)) continue;
    taken.add(row.map((value, i) => keyPart(value, key.caseInsensitive[i] ?? false)).join(''));
  }
  return taken;
}
