import type { SqlValue } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';
import { isAlwaysDecided } from './is-always-decided.js';
import { nameValues } from './name-values.js';
import { compilePath, keyAt, hasPath, type SampledTable, type SampledTables } from './sampled-table.js';

/** What is decided of the child before the reference is: by another foreign key, or by the row itself. */
interface Shared {
  /** What must agree of a parent row: the value of a column, or the ancestor. */
  readonly theirs: (parentRow: number) => SqlValue;
  /** Value of the child's column; undefined while it is open. */
  readonly decided: (row: number) => SqlValue | undefined;
  /** Parent rows of the foreign key that decides it; null when the row itself does, or one of several foreign keys. */
  readonly links: Int32Array | null;
  readonly isByRow: boolean;
}

/**
 * Parent rows by the values of columns that another foreign key of the child has decided already: two foreign keys
 * that share a column (a tenant) must lead to parents that agree in it.
 */
export class GroupedRows {
  /** Groups by which of the shared columns are decided (as bits): rows by the values of those columns. */
  private readonly groupings = new Map<number, Grouping>();
  /** Where one other foreign key decides all: rows by its parent row. */
  private readonly byLink = new Map<number, readonly number[]>();
  private readonly links: Int32Array | null;

  private constructor(
    private readonly shared: readonly Shared[],
    private readonly parent: SampledTable,
    /** The rows of a table that refers to itself are grouped as they are drawn. */
    private readonly isGrowing: boolean,
  ) {
    const [first] = shared;
    this.links = shared.every(({ links }) => links === first!.links) ? first!.links : null;
  }

  /** Whether the row itself has a say, so that what was agreed upon may change while the row is drawn. */
  get isByRow(): boolean {
    return this.shared.some(({ isByRow }) => isByRow);
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
    return GroupedRows.among(sampled, index, sampled.references.slice(0, index), parent, tables);
  }

  /** The same for a foreign key that closes a cycle: all others but those that do so too are decided already. */
  static forLate(
    sampled: SampledTable,
    index: number,
    parent: SampledTable,
    tables: SampledTables,
  ): GroupedRows | null {
    return GroupedRows.among(sampled, index, decidedBeforeLate(sampled, index), parent, tables);
  }

  /**
   * The same with parent rows that stem from the same row as the child does, as most do in the source.
   * @returns null when the reference knows no kin
   */
  static forKin(
    sampled: SampledTable,
    index: number,
    parent: SampledTable,
    tables: SampledTables,
  ): GroupedRows | null {
    const { kin, how } = sampled.model.references[index]!;
    if (kin === undefined || !hasPath(sampled, kin.path, tables) || !hasPath(parent, kin.parentPath, tables))
      return null;
    const ancestor = compilePath(sampled, kin.path, tables);
    const theirs = compilePath(parent, kin.parentPath, tables);
    const shared: Shared = {
      theirs: (row) => theirs(row),
      decided: (row) => (ancestor(row) < 0 ? undefined : ancestor(row)),
      links: kin.path.length === 0 ? null : sampled.links.get(keyAt(sampled, kin.path[0]!).name)!,
      isByRow: false,
    };
    const before =
      how.kind === 'late' ? decidedBeforeLate(sampled, index) : sampled.references.slice(0, index);
    const columns = sharedColumns(sampled, index, before, parent, tables);
    return new GroupedRows([...columns, shared], parent, parent === sampled);
  }

  /**
   * @param references foreign keys beside the owner that are decided already
   * @returns null when the reference at `index` shares no column with them
   */
  static among(
    sampled: SampledTable,
    index: number,
    references: readonly ForeignKey[],
    parent: SampledTable,
    tables: SampledTables,
  ): GroupedRows | null {
    const shared = sharedColumns(sampled, index, references, parent, tables);
    return shared.length === 0 ? null : new GroupedRows(shared, parent, parent === sampled);
  }

  /** @returns parent rows that agree with what is decided for the row; null when nothing is decided */
  rowsFor(row: number): readonly number[] | null {
    if (this.links === null || this.isGrowing) return this.findRows(row);
    const link = this.links[row]!;
    if (link < 0) return null;
    let rows = this.byLink.get(link);
    if (rows === undefined) this.byLink.set(link, (rows = this.findRows(row)!));
    return rows;
  }

  /** Whether a parent row agrees with what is decided for the row. */
  agrees(row: number, parentRow: number): boolean {
    return this.shared.every(({ theirs, decided }) => {
      const value = decided(row);
      if (value === undefined) return true;
      const other = theirs(parentRow);
      return value === other ? value !== null : nameValues([value]) === nameValues([other]);
    });
  }

  private findRows(row: number): readonly number[] | null {
    const values: SqlValue[] = [];
    let decided = 0;
    this.shared.forEach((shared, i) => {
      const value = shared.decided(row);
      if (value === undefined) return;
      values.push(value);
      decided |= 1 << i;
    });
    if (decided === 0) return null;
    return values.includes(null) ? NO_ROWS : (this.groupsBy(decided).get(nameValues(values)) ?? NO_ROWS);
  }

  private groupsBy(decided: number): ReadonlyMap<string, readonly number[]> {
    let grouping = this.groupings.get(decided);
    if (grouping === undefined) {
      const readers = this.shared.filter((_, i) => (decided & (1 << i)) !== 0).map(({ theirs }) => theirs);
      grouping = { readers, rows: new Map(), grouped: 0 };
      this.groupings.set(decided, grouping);
    }
    const known = this.isGrowing ? this.parent.finished : this.parent.rows;
    if (grouping.grouped < known) groupRows(grouping, known);
    return grouping.rows;
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
      const name = nameValues(shared.map(({ theirs }) => theirs(row)));
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
    return (ownerRow) => sizes.get(nameValues(shared.map(({ owners }) => owners(ownerRow)))) ?? 0;
  }
}

/** Rows by what some readers say of them, as far as they are known. */
interface Grouping {
  readonly readers: readonly ((row: number) => SqlValue)[];
  readonly rows: Map<string, number[]>;
  grouped: number;
}

function groupRows(grouping: Grouping, known: number): void {
  for (; grouping.grouped < known; grouping.grouped++) {
    const name = nameValues(grouping.readers.map((read) => read(grouping.grouped)));
    const list = grouping.rows.get(name);
    if (list === undefined) grouping.rows.set(name, [grouping.grouped]);
    else list.push(grouping.grouped);
  }
}

/** References that are decided before one that closes a cycle: all but later ones that do so, too. */
export function decidedBeforeLate({ references, model }: SampledTable, index: number): ForeignKey[] {
  return references.filter((_, i) => i < index || (i > index && model.references[i]!.how.kind !== 'late'));
}

const NO_ROWS: readonly number[] = [];

function sharedColumns(
  sampled: SampledTable,
  index: number,
  references: readonly ForeignKey[],
  parent: SampledTable,
  tables: SampledTables,
): Shared[] {
  const key = sampled.references[index]!;
  const before = [...(sampled.owner === null ? [] : [sampled.owner]), ...references];
  return key.columns.flatMap((column, position): Shared[] => {
    const found = decidedBy(column, before, sampled, tables);
    if (found === null) return [];
    const theirs = key.parentColumns[position]!;
    return [{ theirs: (row) => parent.columns.get(theirs)!(row), ...found }];
  });
}

function decidedBy(
  column: string,
  before: readonly ForeignKey[],
  sampled: SampledTable,
  tables: SampledTables,
): Omit<Shared, 'theirs'> | null {
  // No parent decides a column that is not linked, whatever other keys it is part of.
  if (!sampled.linked.has(column))
    return { decided: sampled.columns.get(column)!, links: null, isByRow: true };
  const naming = before.filter((key) => key.columns.includes(column) && tables.has(key.parent));
  const [first, ...others] = naming
    .slice(0, naming.findIndex((key) => isAlwaysDecided(key, sampled)) + 1 || naming.length)
    .map((key) => {
      const read = tables.get(key.parent)!.columns.get(key.parentColumns[key.columns.indexOf(column)]!)!;
      return { links: sampled.links.get(key.name)!, read };
    });
  if (first === undefined) return null;
  const { links, read } = first;
  if (others.length === 0)
    return { decided: (row) => (links[row]! < 0 ? undefined : read(links[row]!)), links, isByRow: false };
  const deciders = [first, ...others];
  const decided = (row: number): SqlValue | undefined => {
    const decider = deciders.find((each) => each.links[row]! >= 0);
    return decider?.read(decider.links[row]!);
  };
  return { decided, links: null, isByRow: false };
}
