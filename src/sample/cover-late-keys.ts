import { isOptional } from '../graph/is-optional.js';
import type { LateKey } from '../graph/find-load-order.js';
import type { Demand } from './list-demands.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/**
 * Sees to it that rows which close a cycle find a parent: where such a NOT NULL key shares a column (a tenant) with
 * what its row has decided already, each value of it must be among the parents; where other tables demand so many
 * different values, there must be as many. A value that no owner would pass on gets one row, taken from the largest families.
 * @param sampled the parent table, about to be drawn
 * @param counts rows per owner, changed in place
 * @param lateColumns columns of tables whose values are not known yet
 * @param demands what other tables demand of this one
 */
export function coverLateKeys(
  sampled: SampledTable,
  counts: Int32Array,
  tables: SampledTables,
  late: readonly LateKey[],
  lateColumns: ReadonlyMap<string, ReadonlySet<string>>,
  demands: readonly Demand[],
): void {
  for (const { table: id, foreignKey } of late) {
    const child = tables.get(id);
    const key = child?.table.foreignKeys.find(({ name }) => name === foreignKey);
    if (child === undefined || key?.parent !== sampled.model.id || isOptional(child.table, key)) continue;
    const shared = key.columns.flatMap((name, i) =>
      lateColumns.get(id)?.has(name) === true ? [] : [{ own: name, parent: key.parentColumns[i]! }],
    );
    if (shared.length > 0) cover(sampled, counts, tables, child, shared);
  }
  for (const { columns, rows } of demands) spread(sampled, counts, tables, columns, rows);
}

/** Gives owners without rows one each, until as many different values as are needed are passed on. */
function spread(
  { owner }: SampledTable,
  counts: Int32Array,
  tables: SampledTables,
  columns: readonly string[],
  needed: number,
): void {
  const ownerTable = owner === null ? undefined : tables.get(owner.parent);
  if (owner === null || ownerTable === undefined) return;
  const places = columns.map((name) => owner.columns.indexOf(name));
  if (places.includes(-1)) return;
  const read = places.map((at) => ownerTable.columns.get(owner.parentColumns[at]!)!);
  const valueOf = (row: number): string => JSON.stringify(read.map((reader) => String(reader(row))));
  const owners = [...counts.keys()];
  const values = new Set(owners.filter((row) => counts[row]! > 0).map(valueOf));
  const donors = owners.sort((a, b) => counts[b]! - counts[a]! || a - b);
  let donor = 0;
  for (let row = 0; row < counts.length && values.size < needed; row++) {
    if (counts[row]! > 0 || values.has(valueOf(row))) continue;
    while (donor < donors.length && counts[donors[donor]!]! <= 1) donor++;
    if (donor === donors.length) return;
    counts[donors[donor]!]!--;
    counts[row]!++;
    values.add(valueOf(row));
  }
}

interface SharedColumn {
  /** In the child, whose rows are drawn. */
  readonly own: string;
  /** The column of the parent that it refers to. */
  readonly parent: string;
}

function cover(
  { owner }: SampledTable,
  counts: Int32Array,
  tables: SampledTables,
  child: SampledTable,
  shared: readonly SharedColumn[],
): void {
  const ownerTable = owner === null ? undefined : tables.get(owner.parent);
  if (owner === null || ownerTable === undefined) return;
  const places = shared.map(({ parent }) => owner.columns.indexOf(parent));
  if (places.includes(-1)) return;
  const readOwner = places.map((at) => ownerTable.columns.get(owner.parentColumns[at]!)!);
  const readChild = shared.map(({ own }) => child.columns.get(own)!);
  const ownersOf = new Map<string, number[]>();
  for (let row = 0; row < counts.length; row++) {
    const value = JSON.stringify(readOwner.map((read) => String(read(row))));
    const owners = ownersOf.get(value);
    if (owners === undefined) ownersOf.set(value, [row]);
    else owners.push(row);
  }
  const donors = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  let donor = 0;
  for (let row = 0; row < child.rows; row++) {
    const owners = ownersOf.get(JSON.stringify(readChild.map((read) => String(read(row)))));
    if (owners === undefined || owners.some((each) => counts[each]! > 0)) continue;
    while (donor < donors.length && counts[donors[donor]!]! <= 1) donor++;
    if (donor === donors.length) return;
    counts[donors[donor]!]!--;
    counts[owners[0]!]!++;
  }
}
