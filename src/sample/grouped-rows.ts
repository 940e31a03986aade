import type { SqlValue } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** A column of the child that is decided before the reference is: by another foreign key, or by the row itself. */
interface Shared {
  /** Column of the parent that must agree. */
  readonly column: string;
  /** Value of the child's column; undefined while it is open. */
  readonly decided: (row: number) => SqlValue | undefined;
  /** Parent rows of the foreign key that decides it; null when the row itself does. */
  readonly links: Int32Array | null;
}

/**
 * Parent rows by the values of columns that another foreign key of the child has decided already: two foreign keys
 * that share a column (a tenant) must lead to parents that agree in it.
 */
export class GroupedRows {
  /** Groups by which of the shared columns are decided (as bits): rows by the values of those columns. */
  private readonly groupings = new Map<number, ReadonlyMap<string, Int32Array>>();
  /** Where one other foreign key decides all: rows by its parent row. */
  private readonly byLink = new Map<number, Int32Array>();
  private readonly links: Int32Array | null;

  private constructor(
    private readonly shared: readonly Shared[],
    private readonly parent: SampledTable,
  ) {
    const [first] = shared;
    this.links = shared.every(({ links }) => links === first!.links) ? first!.links : null;
  }

  /**
   * @param index position of the reference; the owner and the references before it are decided already
   * @returns null when the reference shares no column with them
   */
  static forReference(
    sampled: SampledTable,
    index: number,
    parent: SampledTable,
    tables: SampledTables,
  ): GroupedRows | null {
    const key = sampled.references[index]!;
    const before = [
      ...(sampled.owner === null ? [] : [sampled.owner]),
      ...sampled.references.slice(0, index),
    ];
    const shared = key.columns.flatMap((column, position): Shared[] => {
      const found = decidedBy(column, before, sampled, tables);
      return found === null ? [] : [{ column: key.parentColumns[position]!, ...found }];
    });
    return shared.length === 0 ? null : new GroupedRows(shared, parent);
  }

  /** @returns parent rows that agree with what is decided for the row; null when nothing is decided */
  rowsFor(row: number): Int32Array | null {
    if (this.links === null) return this.findRows(row);
    const link = this.links[row]!;
    if (link < 0) return null;
    let rows = this.byLink.get(link);
    if (rows === undefined) this.byLink.set(link, (rows = this.findRows(row)!));
    return rows;
  }

  /** Whether a parent row agrees with what is decided for the row. */
  agrees(row: number, parentRow: number): boolean {
    return this.shared.every(({ column, decided }) => {
      const value = decided(row);
      if (value === undefined) return true;
      const theirs = this.parent.columns.get(column)!(parentRow);
      return value === theirs ? value !== null : nameOf([value]) === nameOf([theirs]);
    });
  }

  private findRows(row: number): Int32Array | null {
    const values: SqlValue[] = [];
    let decided = 0;
    this.shared.forEach((shared, i) => {
      const value = shared.decided(row);
      if (value === undefined) return;
      values.push(value);
      decided |= 1 << i;
    });
    if (decided === 0) return null;
    return values.includes(null) ? NO_ROWS : (this.groupsBy(decided).get(nameOf(values)) ?? NO_ROWS);
  }

  private groupsBy(decided: number): ReadonlyMap<string, Int32Array> {
    let groups = this.groupings.get(decided);
    if (groups === undefined) {
      const columns = this.shared.filter((_, i) => (decided & (1 << i)) !== 0).map(({ column }) => column);
      this.groupings.set(decided, (groups = groupRows(this.parent, columns)));
    }
    return groups;
  }

  /**
   * For a reference that shares columns with the owner: how many parent rows agree with an owner row.
   * @returns null when the reference shares no column with the owner
   */
  static forOwner(
    sampled: SampledTable,
    index: number,
    parent: SampledTable,
    tables: SampledTables,
  ): ((ownerRow: number) => number) | null {
    const owner = sampled.owner!;
    const key = sampled.references[index]!;
    const ownerTable = tables.get(owner.parent)!;
    const shared = key.columns.flatMap((column, position) => {
      const at = owner.columns.indexOf(column);
      if (at < 0) return [];
      return [
        {
          theirs: parent.columns.get(key.parentColumns[position]!)!,
          owners: ownerTable.columns.get(owner.parentColumns[at]!)!,
        },
      ];
    });
    if (shared.length === 0) return null;
    const sizes = new Map<string, number>();
    for (let row = 0; row < parent.rows; row++) {
      const name = nameOf(shared.map(({ theirs }) => theirs(row)));
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
    return (ownerRow) => sizes.get(nameOf(shared.map(({ owners }) => owners(ownerRow)))) ?? 0;
  }
}

function groupRows(parent: SampledTable, columns: readonly string[]): Map<string, Int32Array> {
  const lists = new Map<string, number[]>();
  const readers = columns.map((column) => parent.columns.get(column)!);
  for (let row = 0; row < parent.rows; row++) {
    const name = nameOf(readers.map((read) => read(row)));
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [row]);
    else list.push(row);
  }
  return new Map([...lists].map(([name, rows]) => [name, Int32Array.from(rows)]));
}

const NO_ROWS = new Int32Array(0);

function decidedBy(
  column: string,
  before: readonly ForeignKey[],
  sampled: SampledTable,
  tables: SampledTables,
): Pick<Shared, 'decided' | 'links'> | null {
  const other = before.find(
    (candidate) => candidate.columns.includes(column) && tables.has(candidate.parent),
  );
  if (other !== undefined) {
    const read = tables.get(other.parent)!.columns.get(other.parentColumns[other.columns.indexOf(column)]!)!;
    const links = sampled.links.get(other.name)!;
    return { decided: (row) => (links[row]! < 0 ? undefined : read(links[row]!)), links };
  }
  return sampled.linked.has(column) ? null : { decided: sampled.columns.get(column)!, links: null };
}

function nameOf(values: readonly SqlValue[]): string {
  return values.map((value) => `${typeof value}:${String(value)}`).join('\u0000');
}
