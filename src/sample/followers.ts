import { isNeededBeside } from '../graph/is-needed-beside.js';
import type { ForeignKey } from '../introspect/catalog.js';
import { GroupedRows } from './grouped-rows.js';
import { isAlwaysDecided } from './is-always-decided.js';
import { findNullTies } from './null-ties.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** A reference behind another one, as it stands once that one is decided. */
export interface Follower {
  /** Whether it must lead a row to a parent by then. */
  readonly isBound: (row: number) => boolean;
  /** Its parent rows that agree with what is decided for a row by then; null = all do. */
  readonly rowsFor: (row: number) => readonly number[] | null;
}

/**
 * Tells whether a reference decides columns of a later one together with keys before it, so that which parents agree is not
 * told by its own parent alone.
 */
export function isDecidedTogether(
  sampled: SampledTable,
  first: number,
  later: number,
  tables: SampledTables,
): boolean {
  const { references } = sampled;
  const [key, { columns }] = [references[first]!, references[later]!];
  const before = decidedBefore(sampled, first, tables);
  const isShared = (name: string): boolean => columns.includes(name) && sampled.linked.has(name);
  const settled = before.filter((other) => isAlwaysDecided(other, sampled)).flatMap((other) => other.columns);
  return (
    key.columns.some((name) => isShared(name) && !settled.includes(name)) &&
    before.some((other) => other.columns.some((name) => isShared(name) && !key.columns.includes(name)))
  );
}

/**
 * @param first position of the reference that decides columns
 * @param later position of one behind it, which must not close a cycle
 * @param parent the table to which the later one leads; null = it can lead nowhere
 * @returns null where the later one is never bound to have a parent by then, or no reference could change that it has none
 */
export function findFollower(
  sampled: SampledTable,
  first: number,
  later: number,
  parent: SampledTable | null,
  tables: SampledTables,
): Follower | null {
  const { table, references } = sampled;
  const key = references[later]!;
  const decided = [...decidedBefore(sampled, first, tables), references[first]!];
  if (!isNeededBeside(table, key, decided)) return null;
  const isNeeded = isNeededBeside(table, key, []);
  const isBound = isNeeded ? (): boolean => true : findNullTies(sampled, later, decided).bindsParent;
  if (parent === null) return isNeeded ? null : { isBound, rowsFor: () => [] };
  const groups = GroupedRows.among(sampled, later, references.slice(0, first + 1), parent, tables);
  return { isBound, rowsFor: (row) => groups?.rowsFor(row) ?? null };
}

/** The owner and the references before one; those that close a cycle are decided when all tables are drawn. */
function decidedBefore(
  { owner, references, model }: SampledTable,
  index: number,
  tables: SampledTables,
): ForeignKey[] {
  const before = references.slice(0, index).filter((_, at) => model.references[at]!.how.kind !== 'late');
  return [...(owner === null ? [] : [owner]), ...before].filter(({ parent }) => tables.has(parent));
}
