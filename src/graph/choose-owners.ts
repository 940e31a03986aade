import { DbsynthError } from '../errors.js';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';
import type { LoadOrder } from './find-load-order.js';
import { isOptional } from './is-optional.js';

/**
 * A parent of fewer rows is a lookup, not an owner: with at least 10 entities behind every learned value, fewer
 * than 50 families would leave hardly a value to learn.
 */
export const MIN_OWNER_ROWS = 50;

/** A parent with so many times fewer rows than another candidate is rather something that rows share. */
const FAR_SMALLER = 20;

/** Between the half that an owner needs and the 1 of a foreign key that every row has. */
const UNKNOWN_SHARE = 0.75;

/** A foreign key that so many rows have is one that every row has, but for mistakes. */
const FILLED_SHARE = 0.95;

/** A parent of which fewer rows are in use is a dictionary. */
const USED_SHARE = 0.1;

/** Table id to the name of its owning foreign key; null for the root of a family. */
export type Owners = ReadonlyMap<string, string | null>;

export interface OwnerOptions {
  /** The user's choice by table id: a foreign key's name, or null for a table that stands for itself. */
  readonly owners?: Readonly<Record<string, string | null>>;
  /**
   * Share of a table's rows in which an optional foreign key is not NULL, see `measureFilledShares`. Unknown shares
   * count as between half and all.
   */
  readonly filledShare?: (table: Table, foreignKey: ForeignKey) => number;
  /** Share of the parent's rows that a table's rows refer to, see `measureUsedShares`; 1 where it is not known. */
  readonly usedShare?: (table: Table, foreignKey: ForeignKey) => number;
  /** Whether enough parents are in use: too few entities would be behind what is learned. Default: yes. */
  readonly hasParents?: (table: Table, foreignKey: ForeignKey) => boolean;
  /** How much of a row's variation the parent explains; higher is better. Asked only where the rules before leave several. */
  readonly score?: (table: Table, foreignKey: ForeignKey) => number;
}

/**
 * Chooses for each table the one foreign key along which it belongs to a family. Rules, each deciding only what the
 * ones before it leave open:
 * 1. foreign keys that (nearly) every row has, before optional ones; of these, the one that is filled more often;
 * 2. the most specific parent: one that itself reaches another candidate (the rental before its customer);
 * 3. the foreign key that covers more of the primary key: it is part of what a row is;
 * 4. a parent of which more than a tenth of the rows are in use: others are dictionaries;
 * 5. a parent that is not far smaller than another (a food before its 136 nutrients): many entities tell more,
 *    unless it belongs to a family itself (an admission, against a large dictionary);
 * 6. the higher `score`, when given;
 * 7. parents with at most as many rows as the table has: rows are not made up of parents that mostly have none;
 * 8. the parent that is itself deeper in a family (an admission before the dictionary of its codes);
 * 9. the parent with more rows, hence smaller families;
 * 10. the order of the catalog.
 *
 * Never an owner: a foreign key to the same table, a polymorphic one, one closed after the load, one that most rows leave NULL, and a
 * parent of fewer than 50 rows.
 * A parent that is much larger than the table may own it (10,000 employees, 24 of them managers): whether a row has a
 * child at all is then learned with the parent.
 * @param rowCounts source rows by table id
 * @throws {DbsynthError} E_UNKNOWN_TABLE, E_USAGE when `options.owners` names what cannot own
 */
export function chooseOwners(
  catalog: Catalog,
  loadOrder: LoadOrder,
  rowCounts: ReadonlyMap<string, number>,
  options: OwnerOptions = {},
): Owners {
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  for (const id of Object.keys(options.owners ?? {})) {
    if (!tables.has(id))
      throw new DbsynthError('E_UNKNOWN_TABLE', `there is no table "${id}" to choose an owner for`);
  }
  const reached = findReached(tables, loadOrder);
  const depths = new Map<string, number>();
  const owners = new Map<string, string | null>();
  const rows = (id: string) => rowCounts.get(id) ?? 0;

  for (const id of loadOrder.order) {
    const table = tables.get(id)!;
    const asked = options.owners?.[id];
    const owner =
      asked === undefined ? choose(table) : asked === null ? null : findAsked(table, asked, loadOrder);
    owners.set(id, owner?.name ?? null);
    depths.set(id, owner ? depths.get(owner.parent)! + 1 : 0);
  }
  return new Map(catalog.tables.map(({ id }) => [id, owners.get(id)!]));

  function choose(table: Table): ForeignKey | null {
    const filledShare = (key: ForeignKey) => {
      const share = isOptional(table, key) ? (options.filledShare?.(table, key) ?? UNKNOWN_SHARE) : 1;
      return share >= FILLED_SHARE ? 1 : share;
    };
    const candidates = table.foreignKeys.filter(
      (key) =>
        canOwn(table, key, loadOrder) &&
        rows(key.parent) >= MIN_OWNER_ROWS &&
        filledShare(key) >= 0.5 &&
        (options.hasParents?.(table, key) ?? true),
    );
    const isMostSpecific = (key: ForeignKey, rest: ForeignKey[]) =>
      !rest.some((other) => reached.get(other.parent)!.has(key.parent));
    const rules: ((key: ForeignKey, rest: ForeignKey[]) => number | boolean)[] = [
      filledShare,
      isMostSpecific,
      (key) => key.columns.filter((column) => table.primaryKey.includes(column)).length,
      (key) => (options.usedShare?.(table, key) ?? 1) >= USED_SHARE,
      (key, rest) =>
        depths.get(key.parent)! > 0 ||
        rows(key.parent) * FAR_SMALLER >= Math.max(...rest.map((other) => rows(other.parent))),
      (key) => options.score?.(table, key) ?? 0,
      (key) => rows(key.parent) <= rows(table.id),
      (key) => depths.get(key.parent)!,
      (key) => rows(key.parent),
    ];
    return rules.reduce(keepBest, candidates)[0] ?? null;
  }
}

function keepBest<T>(candidates: T[], rule: (candidate: T, all: T[]) => number | boolean): T[] {
  if (candidates.length < 2) return candidates;
  const marks = candidates.map((candidate) => Number(rule(candidate, candidates)));
  const best = Math.max(...marks);
  return candidates.filter((_, index) => marks[index] === best);
}

/** A polymorphic reference owns only some of the rows. */
function canOwn(table: Table, key: ForeignKey, loadOrder: LoadOrder): boolean {
  return key.when === undefined && isSettled(table, key, loadOrder);
}

/** Whether the parent row stands when the child row is written. */
function isSettled(table: Table, key: ForeignKey, loadOrder: LoadOrder): boolean {
  const isLate = loadOrder.late.some((late) => late.table === table.id && late.foreignKey === key.name);
  return !isLate && key.parent !== table.id;
}

/** For each table, all tables that it reaches through foreign keys whose parents stand before it. */
function findReached(tables: ReadonlyMap<string, Table>, loadOrder: LoadOrder): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  for (const id of loadOrder.order) {
    const table = tables.get(id)!;
    const parents = table.foreignKeys
      .filter((key) => isSettled(table, key, loadOrder))
      .map((key) => key.parent);
    reached.set(id, new Set(parents.flatMap((parent) => [parent, ...reached.get(parent)!])));
  }
  return reached;
}

function findAsked(table: Table, name: string, loadOrder: LoadOrder): ForeignKey {
  const key = table.foreignKeys.find((key) => key.name === name);
  const names = table.foreignKeys.filter((key) => canOwn(table, key, loadOrder)).map((key) => key.name);
  const hint =
    names.length > 0
      ? `foreign keys that can own it: ${names.join(', ')}`
      : 'the table has no foreign key that can own it';
  if (!key) throw new DbsynthError('E_USAGE', `table "${table.id}" has no foreign key "${name}"`, { hint });
  if (canOwn(table, key, loadOrder)) return key;
  const reason =
    key.when !== undefined
      ? 'only some of them have it'
      : key.parent === table.id
        ? 'it refers to the same table'
        : 'it is closed only after the load';
  throw new DbsynthError(
    'E_USAGE',
    `foreign key "${name}" of table "${table.id}" cannot own its rows: ${reason}`,
    { hint },
  );
}
