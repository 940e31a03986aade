import type { Database } from '../database.js';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';
import { isOptional } from './is-optional.js';

/**
 * Measures how often optional foreign keys are filled.
 * @returns for `chooseOwners`: the share of rows with a complete key, 1 where the table has no rows or the foreign
 *   key is not optional
 * Cost: one scan of each table that has an optional foreign key.
 */
export async function measureFilledShares(
  database: Pick<Database, 'query' | 'quote' | 'qualify'>,
  catalog: Catalog,
): Promise<(table: Table, foreignKey: ForeignKey) => number> {
  const shares = new Map<string, number>();
  for (const table of catalog.tables) {
    const optional = table.foreignKeys.filter(
      (foreignKey) => foreignKey.when === undefined && isOptional(table, foreignKey),
    );
    if (optional.length === 0) continue;
    const counts = optional.map(({ columns }) => {
      const isFilled = columns.map((name) => `${database.quote(name)} IS NOT NULL`).join(' AND ');
      return `SUM(CASE WHEN ${isFilled} THEN 1 ELSE 0 END)`;
    });
    const [row] = await database.query(
      `SELECT COUNT(*), ${counts.join(', ')} FROM ${database.qualify(table)}`,
    );
    const rows = Number(row![0]);
    if (rows === 0) continue;
    optional.forEach(({ name }, index) => shares.set(idOf(table, name), Number(row![index + 1]) / rows));
  }
  return (table, foreignKey) => shares.get(idOf(table, foreignKey.name)) ?? 1;
}

function idOf(table: Table, foreignKey: string): string {
  return JSON.stringify([table.id, foreignKey]);
}
