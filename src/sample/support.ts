import { isAlwaysDecided } from './is-always-decided.js';
import { nameValues } from './name-values.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/**
 * What a reference leaves to a later one with which it shares columns: how many parent rows of the later agree with each
 * parent row of the first and are free.
 */
export class Support {
  private constructor(
    /** Groups of the first reference's parents by the values shared, -1 where no parent of the later agrees. */
    private readonly groupOf: Int32Array,
    /** The same of the later reference's parents. */
    private readonly laterGroupOf: Int32Array,
    /** Parents of the later that are free, by group. */
    private readonly free: Int32Array,
  ) {}

  /**
   * @param first position of the reference that decides shared columns
   * @param later position of one behind it
   * @param hasKey whether a parent row of the later can be referred to; null = all can
   * @returns null where the first decides nothing for the later that is not decided before
   */
  static between(
    sampled: SampledTable,
    first: number,
    later: number,
    tables: SampledTables,
    hasKey: ((parent: number) => boolean) | null,
  ): Support | null {
    const { owner, references } = sampled;
    const [key, laterKey] = [references[first]!, references[later]!];
    const [parent, laterParent] = [tables.get(key.parent), tables.get(laterKey.parent)];
    if (parent === undefined || laterParent === undefined) return null;
    if (parent === sampled || laterParent === sampled) return null;
    const before = [...(owner === null ? [] : [owner]), ...references.slice(0, first)];
    const settling = before.filter((other) => tables.has(other.parent) && isAlwaysDecided(other, sampled));
    const names = laterKey.columns.filter((name) => key.columns.includes(name) && sampled.linked.has(name));
    if (names.every((name) => settling.some(({ columns }) => columns.includes(name)))) return null;
    const shared = names.map((name) => ({
      own: key.parentColumns[key.columns.indexOf(name)]!,
      later: laterKey.parentColumns[laterKey.columns.indexOf(name)]!,
    }));
    const isLate = shared.some(({ own, later }) => parent.late.has(own) || laterParent.late.has(later));
    if (isLate) return null;
    const groups = new Map<string, number>();
    const laterGroupOf = groupRows(
      laterParent,
      shared.map(({ later }) => later),
      (name, row) => {
        if (hasKey?.(row) === false) return -1;
        const group = groups.get(name) ?? groups.size;
        groups.set(name, group);
        return group;
      },
    );
    const free = new Int32Array(groups.size);
    for (const group of laterGroupOf) if (group >= 0) free[group]!++;
    const own = shared.map((columns) => columns.own);
    return new Support(
      groupRows(parent, own, (name) => groups.get(name) ?? -1),
      laterGroupOf,
      free,
    );
  }

  /** Whether the later reference finds a parent beside this one of the first. */
  holds(parent: number): boolean {
    const group = this.groupOf[parent]!;
    return group >= 0 && this.free[group]! > 0;
  }

  /** Takes a parent of the later reference away, where each may be used once. */
  take(laterParent: number): void {
    this.free[this.laterGroupOf[laterParent]!]!--;
  }

  release(laterParent: number): void {
    this.free[this.laterGroupOf[laterParent]!]!++;
  }
}

function groupRows(
  table: SampledTable,
  columns: readonly string[],
  groupOf: (name: string, row: number) => number,
): Int32Array {
  const readers = columns.map((name) => table.columns.get(name)!);
  return Int32Array.from({ length: table.rows }, (_, row) =>
    groupOf(nameValues(readers.map((read) => read(row))), row),
  );
}
