import type { ReferenceModel } from '../model/model.js';
import { hash32, unit } from '../random/hash.js';
import type { GroupedRows } from './grouped-rows.js';
import type { SampledTable } from './sampled-table.js';

/**
 * A reference to the same table: earlier rows only, so that no loop can arise. Where each row must have a parent, a loop
 * cannot be avoided: the first row is its own parent, or the next row's child where a CHECK forbids that; where each must have
 * another one, rows are parents of each other.
 */
export class SelfReference {
  private readonly parents: number[] = [];
  private readonly isParent: Uint8Array;
  private readonly share: number;
  private readonly rows: number;

  constructor(
    private readonly model: ReferenceModel,
    sampled: SampledTable,
    private readonly groups: GroupedRows | null,
    private readonly isNullable: boolean,
    private readonly isUnique: boolean,
    /** Whether rows still to come can be referred to, because their keys are known. */
    private readonly isAhead: boolean,
    private readonly seed: number,
  ) {
    this.rows = sampled.rows;
    this.isParent = new Uint8Array(sampled.rows);
    this.share = model.how.kind === 'self' ? model.how.parentShare : 0.2;
  }

  /**
   * @param isFree whether the row may be without a parent, as far as its other keys leave it the choice
   * @returns -1 for none, or where there is none for a row that is not free
   */
  find(row: number, attempt: number, isFree: boolean): number {
    const u = unit(hash32(this.seed, row, attempt));
    if (this.isUnique && !this.isNullable && this.groups === null)
      return this.isAhead ? this.partnerOf(row) : row;
    if (row === 0) return this.isNullable ? -1 : 0;
    if (isFree && unit(hash32(this.seed, row, 7)) < this.model.nullShare) return -1;
    const group = this.groups?.rowsFor(row) ?? null;
    if (group !== null) return this.findInGroup(group, row, u);
    if (this.isUnique) return this.isParent[row - 1] === 1 ? -1 : this.mark(row - 1);
    if (this.parents.length < Math.ceil(this.share * row)) return this.mark(Math.floor(u * row));
    return this.parents[Math.floor(u * this.parents.length)]!;
  }

  /**
   * Rows that may be the parent of a row: those before it that agree in the columns which are decided already; itself and
   * the next one only where it must have a parent.
   */
  rowsFor(row: number): readonly number[] {
    const before = this.groups?.rowsFor(row) ?? Array.from({ length: row }, (_, earlier) => earlier);
    if (this.isNullable) return before;
    return this.isAhead && row + 1 < this.rows ? [...before, row, row + 1] : [...before, row];
  }

  /** Two rows are each other's parents, or the last three one another's. */
  private partnerOf(row: number): number {
    const isOdd = this.rows % 2 === 1;
    if (!isOdd || row < this.rows - 3) return row ^ 1;
    return row + 1 < this.rows ? row + 1 : Math.max(0, this.rows - 3);
  }

  private findInGroup(rows: readonly number[], row: number, u: number): number {
    const free = this.isUnique ? rows.filter((earlier) => this.isParent[earlier] === 0) : rows;
    if (free.length === 0) return this.isNullable ? -1 : row;
    return this.mark(free[Math.floor(u * free.length)]!);
  }

  private mark(row: number): number {
    if (this.isParent[row] === 0) this.parents.push(row);
    this.isParent[row] = 1;
    return row;
  }
}
