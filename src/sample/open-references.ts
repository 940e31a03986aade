import { isOptional } from '../graph/is-optional.js';
import { selectorColumns } from '../graph/selector-columns.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import { hash32, hashText } from '../random/hash.js';
import { compileHasKey } from './compile-has-key.js';
import { compileSelection } from './compile-selection.js';
import { GroupedRows } from './grouped-rows.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** So many other parents are tried for a row. */
const MOST_TRIALS = 5_000;

/**
 * Finds the references of a table whose rows wait for the end that may still lead to other parents: they close no cycle
 * themselves, and nothing relies on where they lead.
 * @param open columns that may still change
 */
export function findOpenReferences(
  sampled: SampledTable,
  tables: SampledTables,
  open: ReadonlySet<string>,
  seed: number,
): OpenReference[] {
  return sampled.references.flatMap((key, index) => {
    const parent = tables.get(key.parent);
    const isLate = sampled.model.references[index]!.how.kind === 'late';
    if (isLate || parent === undefined || !isOpen(sampled.table, key, open)) return [];
    return [new OpenReference(sampled, index, parent, tables, seed)];
  });
}

/** What a needed foreign key decides beside this one does not change with it, and nothing that polymorphic references go by may. */
function isOpen(table: Table, key: ForeignKey, open: ReadonlySet<string>): boolean {
  const selectors = selectorColumns(table);
  if (key.columns.some((name) => selectors.has(name))) return false;
  const others = table.foreignKeys.filter((other) => other !== key && !isOptional(table, other));
  return key.columns.every((name) => open.has(name) || others.some(({ columns }) => columns.includes(name)));
}

/** A reference of rows that wait; it may lead to other parents, or to none where it is optional. */
export class OpenReference {
  private readonly links: Int32Array;
  private readonly groups: GroupedRows | null;
  private readonly hasKey: ((parent: number) => boolean) | null;
  private readonly isConcerned: ((row: number) => boolean) | null;
  private readonly mayBeNull: boolean;
  private readonly isSelf: boolean;
  private readonly seed: number;

  constructor(
    sampled: SampledTable,
    index: number,
    private readonly parent: SampledTable,
    tables: SampledTables,
    seed: number,
  ) {
    const key = sampled.references[index]!;
    const { when: _, ...whole } = key;
    this.links = sampled.links.get(key.name)!;
    this.groups = GroupedRows.forLate(sampled, index, parent, tables);
    this.hasKey = compileHasKey(key, parent);
    this.isConcerned = compileSelection(sampled, key);
    // Under MATCH FULL another key may say that it is not NULL.
    this.mayBeNull = isOptional(sampled.table, whole) && (key.match === 'simple' || key.columns.length === 1);
    this.isSelf = parent === sampled;
    this.seed = hash32(seed, hashText(sampled.model.id), hashText(key.name));
  }

  /** Leads a row to another parent that suits, or leaves it as it was. */
  replace(row: number, suits: () => boolean): boolean {
    const held = this.links[row]!;
    if (this.isConcerned?.(row) === false) return false;
    for (const parent of this.candidates(row)) {
      if (parent === held) continue;
      this.links[row] = parent;
      if (suits()) return true;
    }
    this.links[row] = held;
    return false;
  }

  /** Of the own table only rows before, so that no loop arises; a row that needs a parent may be its own. */
  private *candidates(row: number): Generator<number> {
    const rows = this.groups?.rowsFor(row) ?? null;
    const count = rows?.length ?? (this.isSelf ? row : this.parent.rows);
    const start = hash32(this.seed, row);
    for (let i = 0; i < Math.min(count, MOST_TRIALS); i++) {
      const at = (start + i) % count;
      const parent = rows === null ? at : rows[at]!;
      if ((!this.isSelf || parent < row) && this.hasKey?.(parent) !== false) yield parent;
    }
    if (this.mayBeNull) yield -1;
    else if (this.isSelf) yield row;
  }
}
