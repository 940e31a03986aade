import { VectorBuilder } from '../../batch/vector-builder.js';
import type { Vector } from '../../batch/batch.js';
import type { Source } from '../../database.js';
import type { Catalog, ForeignKey, Table } from '../../introspect/catalog.js';
import { selectorConditions } from '../../introspect/selector-conditions.js';
import { matchParents } from '../match-parents.js';
import { sampleSql, type Way } from './sample-sql.js';

/**
 * Counts the children of each parent row that was read, where not all children were. The database counts.
 * @param ways how the parent's sample is told from the parent on
 * @param parent the parent's rows that were read
 * @returns children per parent row
 * @throws what the source throws
 */
export async function countChildren(
  source: Source,
  catalog: Catalog,
  child: Table,
  key: ForeignKey,
  ways: readonly Way[],
  parent: { readonly rows: number; readonly columns: ReadonlyMap<string, Vector> },
): Promise<Float64Array> {
  const fromChild = ways.map(({ path, share }) => ({ path: [key, ...path], share }));
  const only = sampleSql(source, catalog, child, fromChild);
  const columns = key.columns.map((name) => `t.${source.quote(name)}`);
  const conditions = [
    ...columns.map((sql) => `${sql} IS NOT NULL`),
    ...selectorConditions(key, 't', source),
    ...(ways.length > 0 ? [only.where] : []),
  ];
  const groups = await source.query(
    `SELECT ${columns.join(', ')}, COUNT(*) FROM ${source.qualify(child)} AS t ${only.join}
     WHERE ${conditions.join(' AND ')} GROUP BY ${columns.join(', ')}`,
  );
  const builders = key.columns.map(() => new VectorBuilder('text', Math.max(1, groups.length)));
  for (const group of groups) builders.forEach((builder, i) => builder.push(group[i]!));
  const found = new Map(key.columns.map((name, i) => [name, builders[i]!.finish()]));
  const { when: _, ...whole } = key;
  const rows = matchParents(whole, found, parent.columns, groups.length, parent.rows);
  const counts = new Float64Array(parent.rows);
  groups.forEach((group, i) => {
    if (rows[i]! >= 0) counts[rows[i]!]! += Number(group.at(-1));
  });
  return counts;
}
