import { columnBounds } from '../check/column-bounds.js';
import { compileCheck } from '../check/compile-check.js';
import type { Dialect, Table, UniqueKey } from '../introspect/catalog.js';
import { mayBeNull } from '../introspect/may-be-null.js';
import { countTuples } from './count-tuples.js';
import { countValues } from './count-values.js';
import { findPairOrder } from './find-pair-order.js';
import type { Capacity } from './plan.js';

/** What decides how many different values a key's columns can take. */
export interface CapacityContext {
  readonly dialect: Dialect;
  /** All tables: those that refer to this one may do so by a narrower type. */
  readonly tables: readonly Table[];
  /** Rows of a parent when the run is over, existing ones included. */
  readonly rowsOf: (table: string) => number;
  /** Foreign keys of the table that stay NULL. */
  readonly nulled: readonly string[];
  /** Rows that the source has in this table. */
  readonly sourceRows: number;
}

/** Keys of more columns are not examined; every subset of the columns is weighed. */
const MAX_KEY_COLUMNS = 16;

/**
 * Finds the unique key that has room for the fewest rows. A key is as roomy as the product of what its columns can
 * be: the values of a type, an enum or a CHECK; the rows of a parent, and of what it refers to in turn by these columns. Where
 * foreign keys overlap, the combination with the smallest product counts. The proof goes one way: more rows than
 * this are impossible, fewer are not promised.
 *
 * No bound: keys over expressions, keys with a predicate, keys in which a NULL makes a row different from all others.
 * @returns null when no key bounds the table
 */
export function findCapacity(table: Table, context: CapacityContext): Capacity | null {
  const nullable = findNullable(table, context.dialect);
  const capacities = table.uniques
    .filter((key) => isBounding(key, nullable))
    .map((key) => ({
      constraint: key.name,
      columns: key.columns as readonly string[],
      possible: countKeys(table, key, nullable, context),
    }))
    .filter(({ possible }) => Number.isFinite(possible))
    .sort((a, b) => a.possible - b.possible);
  return capacities[0] ?? null;
}

function isBounding(key: UniqueKey, nullable: ReadonlySet<string>): boolean {
  const isPlain =
    key.predicate === null && !key.columns.includes(null) && key.columns.length <= MAX_KEY_COLUMNS;
  const mayHoldNull = key.columns.some((name) => name !== null && nullable.has(name));
  return isPlain && !(mayHoldNull && key.nullsDistinct);
}

/** Columns that may be NULL, as far as CHECKs do not forbid it. */
function findNullable(table: Table, dialect: Dialect): Set<string> {
  const facts = columnBounds(table.checks.map((check) => compileCheck(check, dialect, table.columns)));
  const names = table.columns.map(({ name }) => name);
  return new Set(names.filter((name) => mayBeNull(table, name) && facts.get(name)?.notNull !== true));
}

function countKeys(
  table: Table,
  key: UniqueKey,
  nullable: ReadonlySet<string>,
  context: CapacityContext,
): number {
  const columns = key.columns as readonly string[];
  const bit = (name: string) => (columns.includes(name) ? 1 << columns.indexOf(name) : 0);
  const orNull = (names: readonly string[]) => (names.some((name) => nullable.has(name)) ? 1 : 0);

  const single = columns.map((name, index) => ({
    covers: bit(name),
    size:
      countValues(table, columnOf(table, name), context.dialect, key.caseInsensitive[index]!) +
      orNull([name]),
  }));
  columns.forEach((name, index) => {
    single[index]!.size = Math.min(single[index]!.size, countReachable(table, name, context.tables));
  });
  // A source that holds more values of a type than dbsynth thinks it has is right.
  if (columns.length === 1) single[0]!.size = Math.max(single[0]!.size, context.sourceRows);

  const parents = table.foreignKeys
    .filter(
      ({ name, parent, when }) => parent !== table.id && when === undefined && !context.nulled.includes(name),
    )
    .filter((foreignKey) => orNull(foreignKey.columns) === 0)
    .map((foreignKey) => ({
      covers: foreignKey.columns.reduce((bits, name) => bits | bit(name), 0),
      size: countTuples(
        foreignKey.parent,
        foreignKey.parentColumns.filter((_, i) => columns.includes(foreignKey.columns[i]!)),
        context,
      ),
    }));
  if (columns.length === 2) {
    const pairs = countOrderedPairs(table, columns, context);
    if (pairs < Infinity) parents.push({ covers: 3, size: pairs });
  }
  const finite = [...single, ...parents].filter(({ size }) => Number.isFinite(size));
  return smallestProduct(columns.length, finite);
}

/**
 * Numbers from 1 that an identity can hold, and that every column which refers to it can. Numbers that a narrower
 * foreign key cannot hold would be rows without a child, and a load that fails as soon as one is drawn.
 */
function countReachable(table: Table, name: string, tables: readonly Table[]): number {
  const { type, identity } = columnOf(table, name);
  if (type.name !== 'integer') return Infinity;
  const referring = tables.flatMap((child) =>
    child.foreignKeys
      .filter(({ parent, parentColumns }) => parent === table.id && parentColumns.includes(name))
      .map((key) => columnOf(child, key.columns[key.parentColumns.indexOf(name)]!).type),
  );
  const most = referring.flatMap((other) =>
    other.name === 'integer' && other.max < type.max ? [Number(other.max)] : [],
  );
  const largest = Math.min(identity ? Number(type.max) : Infinity, ...most);
  return largest > Number.MAX_SAFE_INTEGER ? Infinity : largest;
}

/** Pairs of rows of one parent that a CHECK wants to be different, or in order. */
function countOrderedPairs(table: Table, columns: readonly string[], context: CapacityContext): number {
  const parents = columns.map(
    (name) =>
      table.foreignKeys.find(
        (key) => key.when === undefined && key.columns.length === 1 && key.columns[0] === name,
      )?.parent ?? null,
  );
  if (parents[0] === null || parents[0] !== parents[1] || columns.some((name) => mayBeNull(table, name)))
    return Infinity;
  const rows = context.rowsOf(parents[0]!);
  const orders = table.checks.map(({ sql }) => findPairOrder(sql, columns, context.dialect));
  if (orders.includes('ordered')) return (rows * (rows - 1)) / 2;
  return orders.includes('different') ? rows * (rows - 1) : Infinity;
}

/** The smallest product of sizes whose sets together cover all columns, over all such combinations. */
function smallestProduct(columns: number, sets: readonly { covers: number; size: number }[]): number {
  const all = 2 ** columns - 1;
  const best = new Float64Array(all + 1).fill(Infinity);
  best[0] = 1;
  for (let covered = 1; covered <= all; covered++) {
    for (const { covers, size } of sets) {
      if ((covers & covered) === 0) continue;
      const product = size === 0 ? 0 : size * best[covered & ~covers]!;
      best[covered] = Math.min(best[covered]!, product);
    }
  }
  return best[all]!;
}

function columnOf(table: Table, name: string) {
  return table.columns.find((column) => column.name === name)!;
}
