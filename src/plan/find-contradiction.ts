import { capacity } from '../check/capacity.js';
import { columnBounds } from '../check/column-bounds.js';
import { columnOrders } from '../check/column-orders.js';
import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { ColumnFacts } from '../check/facts.js';
import { compareValues, mergeFacts } from '../check/merge-facts.js';
import type { Column, Dialect, ForeignKey, Table } from '../introspect/catalog.js';
import { mayBeNull } from '../introspect/may-be-null.js';
import { findPairOrder } from './find-pair-order.js';

/** Constraints that no row, or not so few rows, can satisfy together. */
export interface Contradiction {
  readonly table: string;
  /** Names of the constraints. */
  readonly constraints: readonly string[];
  readonly why: string;
  /** Rows with which they could be satisfied; null when there is no such number. */
  readonly needed: number | null;
}

interface Judged {
  readonly table: Table;
  readonly checks: readonly CompiledCheck[];
  readonly facts: ReadonlyMap<string, ColumnFacts>;
}

/**
 * Looks for constraints that contradict each other: CHECKs that leave a column no value, a foreign key whose parents cannot
 * have what its own CHECKs want, and cycles in which each row wants a parent above (or below) itself, so that there would be
 * no last one. The proof goes one way: what is not found may be impossible all the same.
 * @param tables those that are to get rows
 * @param rowsOf rows that a table is to get
 * @param hasRows whether the source has rows in a table: then its constraints can be satisfied, however they read
 */
export function findContradiction(
  tables: readonly Table[],
  rowsOf: (table: string) => number,
  hasRows: (table: string) => boolean,
  dialect: Dialect,
): Contradiction | null {
  const judged = tables.map((table): Judged => {
    const checks = table.checks.map((check) => compileCheck(check, dialect, table.columns));
    return { table, checks, facts: columnBounds(checks) };
  });
  for (const each of judged) {
    const isOpen = !hasRows(each.table.id);
    const found =
      (isOpen ? (findEmptyColumn(each) ?? findEmptyKey(each, judged)) : null) ??
      findLonely(each, rowsOf, dialect);
    if (found !== null) return found;
  }
  const open = judged.filter(({ table }) => !hasRows(table.id));
  return findEndlessOrder(open, 'above') ?? findEndlessOrder(open, 'below');
}

function findEmptyColumn({ table, facts }: Judged): Contradiction | null {
  const empty = table.columns.find(
    (column) => isNeeded(table, column) && isEmpty(facts.get(column.name), column),
  );
  return empty === undefined
    ? null
    : {
        table: table.id,
        constraints: facts.get(empty.name)!.from,
        why: `they leave column "${empty.name}" no value`,
        needed: null,
      };
}

/** A foreign key that cannot be NULL, and whose CHECKs take none of the values that the parents' CHECKs take. */
function findEmptyKey({ table, facts }: Judged, judged: readonly Judged[]): Contradiction | null {
  for (const key of neededKeys(table)) {
    const parent = judged.find((other) => other.table.id === key.parent);
    for (const [i, name] of key.columns.entries()) {
      const theirs = parent?.facts.get(key.parentColumns[i]!);
      const own = facts.get(name);
      const column = table.columns.find((candidate) => candidate.name === name)!;
      if (own === undefined || theirs === undefined || !isNumber(column)) continue;
      const both = theirs.from.reduce((known, from) => mergeFacts(known, theirs, from), own);
      if (isEmpty(both, column))
        return {
          table: table.id,
          constraints: [key.name, ...both.from],
          why: `no row of "${key.parent}" can have a value that column "${name}" takes`,
          needed: null,
        };
    }
  }
  return null;
}

/** A single row that must refer to another one of its table. */
function findLonely(
  { table }: Judged,
  rowsOf: (table: string) => number,
  dialect: Dialect,
): Contradiction | null {
  if (rowsOf(table.id) !== 1) return null;
  for (const { name, parent, columns, parentColumns } of neededKeys(table)) {
    const pair = [columns[0]!, parentColumns[0]!];
    if (parent !== table.id || columns.length > 1) continue;
    const check = table.checks.find(({ sql }) => findPairOrder(sql, pair, dialect) !== null);
    if (check !== undefined)
      return {
        table: table.id,
        constraints: [name, check.name],
        why: 'each row must refer to another one',
        needed: 2,
      };
  }
  return null;
}

/** A column, and one of a parent row below (or above) which it lies. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly isStrict: boolean;
  readonly table: string;
  readonly constraints: readonly string[];
}

/** Rows that lead to rows further and further up (or down) never end, and tables do. */
function findEndlessOrder(judged: readonly Judged[], way: 'above' | 'below'): Contradiction | null {
  const steps = judged.flatMap((each) => listSteps(each, way));
  for (const first of steps.filter(({ isStrict }) => isStrict)) {
    const back = findWay(first.to, first.from, steps);
    if (back === null) continue;
    const round = [first, ...back];
    return {
      table: first.table,
      constraints: [...new Set(round.flatMap(({ constraints }) => constraints))],
      why: `each row wants a parent ${way} itself, and round this cycle there is no last one`,
      needed: null,
    };
  }
  return null;
}

function listSteps({ table, checks }: Judged, way: 'above' | 'below'): Step[] {
  const orders = columnOrders(checks);
  return neededKeys(table).flatMap((key) =>
    key.columns.flatMap((name, i): Step[] => {
      const to = nodeOf(key.parent, key.parentColumns[i]!);
      const same = {
        from: nodeOf(table.id, name),
        to,
        isStrict: false,
        table: table.id,
        constraints: [key.name],
      };
      const others = orders.flatMap(({ low, high, strict, from }): Step[] => {
        const [own, parents] = way === 'above' ? [low, high] : [high, low];
        if (parents !== name || mayBeNull(table, own)) return [];
        const constraints = [key.name, from];
        return [{ from: nodeOf(table.id, own), to, isStrict: strict, table: table.id, constraints }];
      });
      return [same, ...others];
    }),
  );
}

function findWay(from: string, to: string, steps: readonly Step[]): Step[] | null {
  const ways = new Map<string, Step[]>([[from, []]]);
  for (const [node, way] of ways) {
    if (node === to) return way;
    for (const step of steps) if (step.from === node && !ways.has(step.to)) ways.set(step.to, [...way, step]);
  }
  return null;
}

function nodeOf(table: string, column: string): string {
  return JSON.stringify([table, column]);
}

/** Foreign keys that every row needs. */
function neededKeys(table: Table): ForeignKey[] {
  return table.foreignKeys.filter(
    ({ columns, when }) => when === undefined && !columns.some((name) => mayBeNull(table, name)),
  );
}

function isNeeded(table: Table, { name, generated }: Column): boolean {
  return generated === false && !mayBeNull(table, name);
}

function isNumber({ type }: Column): boolean {
  return type.name === 'integer' || type.name === 'decimal' || type.name === 'real';
}

/** Whether facts leave no value. Collations may take texts for equal, or put them in another order, than is seen here. */
function isEmpty(facts: ColumnFacts | undefined, column: Column): boolean {
  const { type } = column;
  const isOrdered = isNumber(column) || type.name === 'date' || type.name === 'timestamp';
  if (facts === undefined || !isOrdered) return false;
  const { min, max, minExclusive, maxExclusive } = facts;
  if (min !== undefined && max !== undefined) {
    const order = compareValues(min, max);
    if (order > 0 || (order === 0 && (minExclusive === true || maxExclusive === true))) return true;
  }
  return isNumber(column) && capacity(facts, type) === 0n;
}
