import type { Database } from '../database.js';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';

/**
 * Measures which share of its parent's rows each foreign key refers to, of tables with several.
 * @param rowCounts rows by table id
 * @returns for `chooseOwners`: distinct parents in use as a share of the parent's rows; 1 where it was not measured
 * Cost: one scan per foreign key of tables that have several.
 */
export async function measureUsedShares(
  database: Pick<Database, 'query' | 'quote' | 'qualify'>,
  catalog: Catalog,
  rowCounts: ReadonlyMap<string, number>,
): Promise<(table: Table, foreignKey: ForeignKey) => number> {
  const shares = new Map<ForeignKey, number>();
  for (const table of catalog.tables) {
    const keys = table.foreignKeys.filter(({ parent, when }) => parent !== table.id && when === undefined);
    if (keys.length < 2) continue;
    for (const key of keys) {
      const columns = key.columns.map((name) => database.quote(name));
      const isFilled = columns.map((sql) => `${sql} IS NOT NULL`).join(' AND ');
      const [row] = await database.query(
        `SELECT COUNT(*) FROM (SELECT DISTINCT ${columns.join(', ')} FROM ${database.qualify(table)} WHERE ${isFilled}) AS used`,
      );
      shares.set(key, Number(row![0]) / Math.max(1, rowCounts.get(key.parent) ?? 0));
    }
  }
  return (_table, foreignKey) => shares.get(foreignKey) ?? 1;
}
