import type { SqlValue } from '../batch/batch.js';
import type { AdjustedCells } from './adjusted-cells.js';
import type { CandidateValues } from './candidate-values.js';
import type { ReferenceResolver } from './resolve-reference.js';
import type { RowGuard } from './row-guard.js';
import type { SampledTable } from './sampled-table.js';

/** Values that are tried for a row at most; far fewer once rows of the table have turned out to be hopeless. */
const MOST_TRIALS = 20_000;
const FEW_TRIALS = 500;
const HOPELESS_ROWS = 20;
/** So many cells of a row are changed at most. */
const MOST_CHANGES = 6;
/** Values of a cell that are tried although they alone do not mend the constraint. */
const TRIED_IN_PAIRS = 24;

/** What can be changed in a row: a cell, or the parent that a reference leads to. */
type Change =
  { readonly kind: 'cell'; readonly column: string } | { readonly kind: 'reference'; readonly index: number };

/**
 * Mends a row that drawing did not bring to satisfy its constraints: changes one cell or parent of a broken constraint
 * after the other, each to the first value with which that constraint holds, and goes back where this breaks others.
 */
export class RowRepair {
  private readonly referencesOf = new Map<string, number[]>();
  private trials = 0;
  private hopelessRows = 0;

  constructor(
    private readonly sampled: SampledTable,
    private readonly resolver: ReferenceResolver,
    private readonly guard: RowGuard,
    private readonly adjusted: AdjustedCells,
    private readonly candidates: CandidateValues,
  ) {
    sampled.references.forEach(({ columns }, index) => {
      for (const column of columns)
        this.referencesOf.set(column, [...(this.referencesOf.get(column) ?? []), index]);
    });
  }

  /** @returns whether the row satisfies all its constraints now; if not it is as it was */
  repair(row: number): boolean {
    this.trials = this.hopelessRows < HOPELESS_ROWS ? MOST_TRIALS : FEW_TRIALS;
    const isMended = this.mend(row, []);
    if (!isMended) this.hopelessRows++;
    return isMended;
  }

  private mend(row: number, settled: readonly Change[]): boolean {
    const broken = this.guard.firstBroken(row);
    if (broken < 0) return this.mendParents(row, settled);
    if (settled.length >= MOST_CHANGES) return false;
    const { columns, isKey } = this.guard.constraintAt(broken);
    const changes = this.changesOf(columns, settled);
    for (const change of changes) {
      const mends = (): boolean => !this.guard.isBroken(broken, row) && this.mend(row, [...settled, change]);
      if (this.tryChange(change, row, isKey, Infinity, mends)) return true;
    }
    if (changes.length < 2) return false;
    for (const change of changes) {
      const mends = (): boolean => this.mend(row, [...settled, change]);
      if (this.tryChange(change, row, isKey, TRIED_IN_PAIRS, mends)) return true;
    }
    return false;
  }

  /** Replaces a parent that does not agree with what other keys, or the row itself, decide. */
  private mendParents(row: number, settled: readonly Change[]): boolean {
    const index = this.resolver.firstInconsistent(row);
    if (index < 0) return true;
    if (settled.length >= MOST_CHANGES) return false;
    const change: Change = { kind: 'reference', index };
    return this.tryChange(change, row, true, Infinity, () => this.mend(row, [...settled, change]));
  }

  /** Cells that are free come before parents, and those of which there are many before those of few values. */
  private changesOf(columns: readonly string[], settled: readonly Change[]): Change[] {
    const cells = columns
      .filter((column) => this.adjusted.canAdjust(column))
      .filter((column) => !settled.some((change) => change.kind === 'cell' && change.column === column))
      .sort((a, b) => Number(this.candidates.areFew(a)) - Number(this.candidates.areFew(b)));
    const references = [...new Set(columns.flatMap((column) => this.referencesOf.get(column) ?? []))].filter(
      (index) => !settled.some((change) => change.kind === 'reference' && change.index === index),
    );
    return [
      ...cells.map((column): Change => ({ kind: 'cell', column })),
      ...references.map((index): Change => ({ kind: 'reference', index })),
    ];
  }

  private tryChange(
    change: Change,
    row: number,
    isKey: boolean,
    limit: number,
    mends: () => boolean,
  ): boolean {
    let tried = 0;
    const isSpent = (): boolean => this.trials <= 0 || tried >= limit;
    const isMended = (): boolean => {
      this.trials--;
      tried++;
      return mends();
    };
    if (change.kind === 'reference') return this.resolver.walk(change.index, row, isMended, isSpent);
    const { column } = change;
    const held = this.adjusted.hold(column, row);
    const values: Iterable<SqlValue> = isKey
      ? this.candidates.forKey(column, row)
      : this.candidates.forCheck(column, row);
    for (const value of values) {
      if (isSpent()) break;
      this.adjusted.set(column, row, value);
      if (isMended()) return true;
    }
    this.adjusted.restore(column, row, held);
    return false;
  }
}
