import type { Source } from '../database.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import { selectorConditions } from '../introspect/selector-conditions.js';

/**
 * Counts the children of each parent along a foreign key. Null keys belong to no parent.
 * @returns one count per parent row, zeros included, in no particular order
 */
export async function countChildren(
  database: Source,
  child: Table,
  foreignKey: ForeignKey,
  parent: Table,
): Promise<Float64Array> {
  const columns = foreignKey.columns.map((column) => database.quote(column));
  const isSet = [
    ...columns.map((column) => `${column} IS NOT NULL`),
    ...selectorConditions(foreignKey, null, database),
  ].join(' AND ');
  const groups = await database.query(
    `SELECT children, COUNT(*) FROM (
       SELECT COUNT(*) AS children FROM ${database.qualify(child)} WHERE ${isSet} GROUP BY ${columns.join(', ')}
     ) AS families GROUP BY children`,
  );
  const withChildren = groups.reduce((sum, [, parents]) => sum + Number(parents), 0);
  const parents = Math.max(withChildren, await database.countRows(parent));
  const counts = new Float64Array(parents);
  let next = 0;
  for (const [children, times] of groups) {
    counts.fill(Number(children), next, (next += Number(times)));
  }
  return counts;
}
