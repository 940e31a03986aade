import { hash32, unit } from '../random/hash.js';
import { permute } from '../random/permute.js';
import { allocateFamilies } from './allocate-families.js';
import { GroupedRows } from './grouped-rows.js';
import { degreesDrawn, rowsAsking } from './parent-cells.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/** How many parents that must not be taken are passed over. */
const MOST_AHEAD = 64;

/**
 * Orders the parents that a row may take by a foreign key that closes a cycle: kin before others (a topic's last post is
 * one of its own), and of both those first that still miss children, by the numbers drawn with them.
 */
export class LateParents {
  private readonly groups: GroupedRows | null;
  private readonly kin: GroupedRows | null;
  private readonly kinShare: number;
  /** Children that each parent still misses. */
  private readonly missing: Int32Array;
  /** Parents that miss children, in random order. */
  private readonly open: Int32Array;
  private nextOpen = 0;

  /**
   * @param index position of the reference
   * @param isUnique no parent may be taken twice
   */
  constructor(
    sampled: SampledTable,
    tables: SampledTables,
    index: number,
    private readonly parent: SampledTable,
    private readonly isUnique: boolean,
    private readonly seed: number,
  ) {
    const { model, rows } = sampled;
    const reference = model.references[index]!;
    this.groups = GroupedRows.forLate(sampled, index, parent, tables);
    this.kin = GroupedRows.forKin(sampled, index, parent, tables);
    this.kinShare = reference.kin?.share ?? 1;
    const drawn = degreesDrawn(parent, `${model.id}.${reference.foreignKey}`);
    const limits = isUnique ? new Float64Array(parent.rows).fill(1) : null;
    const asked = rowsAsking(reference, rows);
    this.missing =
      (drawn === null ? null : allocateFamilies(drawn, asked, limits, seed)) ?? new Int32Array(parent.rows);
    this.open = Int32Array.from(this.missing.keys(), (at) => permute(at, parent.rows, seed)).filter(
      (row) => this.missing[row]! > 0,
    );
  }

  /** Whether a parent agrees in the columns that other foreign keys of the row decide. */
  agrees(row: number, parent: number): boolean {
    return this.groups?.agrees(row, parent) ?? true;
  }

  /** Whether kin is a rule, and there is none for the row. */
  isWithoutKin(row: number): boolean {
    return this.kinShare === 1 && this.kin?.rowsFor(row)?.length === 0;
  }

  take(parent: number): void {
    this.missing[parent]!--;
  }

  release(parent: number): void {
    this.missing[parent]!++;
  }

  /** Lists the parents of a row, those to be preferred first; the last ones are all that there are. */
  *candidates(row: number): Generator<number> {
    if (unit(hash32(this.seed, row, 2)) < this.kinShare) {
      const kin = this.kin?.rowsFor(row) ?? NONE;
      yield* this.openFirst(kin, row);
    }
    const group = this.groups?.rowsFor(row) ?? null;
    if (group !== null) return yield* this.openFirst(group, row);
    yield* this.nextOpenRows();
    const size = this.parent.rows;
    const start = hash32(this.seed, row, 1);
    for (let i = 0; i < size; i++)
      yield this.isUnique ? permute((row + i) % size, size, this.seed) : (start + i) % size;
  }

  /** From a random place on: those that miss children, then all. */
  private *openFirst(rows: readonly number[], row: number): Generator<number> {
    const start = hash32(this.seed, row, 1);
    for (let i = 0; i < rows.length; i++) {
      const found = rows[(start + i) % rows.length]!;
      if (this.missing[found]! > 0) yield found;
    }
    for (let i = 0; i < rows.length; i++) yield rows[(start + i) % rows.length]!;
  }

  private *nextOpenRows(): Generator<number> {
    const { open, missing } = this;
    while (this.nextOpen < open.length && missing[open[this.nextOpen]!]! <= 0) this.nextOpen++;
    for (let ahead = 0; ahead < MOST_AHEAD && this.nextOpen + ahead < open.length; ahead++) {
      const found = open[this.nextOpen + ahead]!;
      if (missing[found]! > 0) yield found;
    }
  }
}

const NONE: readonly number[] = [];
