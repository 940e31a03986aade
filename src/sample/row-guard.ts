import type { SqlValue } from '../batch/batch.js';
import type { CompiledCheck } from '../check/compile-check.js';
import { compileCondition, type Condition } from './compile-condition.js';
import { KeyHasher } from './key-hasher.js';
import { KeySet } from './key-set.js';
import { readPlain, type ColumnReader } from './sampled-table.js';

/** A unique key that drawing alone does not satisfy. */
export interface GuardedKey {
  /** All columns that have a say in it. */
  readonly columns: readonly string[];
  readonly parts: readonly KeyPart[];
  readonly nullsDistinct: boolean;
  /** The key holds the owner's columns, so that rows of other families cannot collide. */
  readonly isInFamily: boolean;
  /** Rows outside of a partial index's predicate are free; null = all rows count. */
  readonly applies: CompiledCheck | null;
  /** Keys that stand in the target already, hashed. */
  readonly existing: KeySet | null;
  /** Of what other tables demand: not all rows must have a key of their own. */
  readonly demand?: {
    /** Columns that are not NULL in a row that counts. */
    readonly present: readonly string[];
    /** So many rows need not count. */
    readonly spare: number;
  };
}

/** A column of a key, or an expression. */
export interface KeyPart {
  readonly column: string | null;
  readonly expression: CompiledCheck | null;
  readonly caseInsensitive: boolean;
}

export interface GuardedCheck {
  readonly columns: readonly string[];
  readonly check: CompiledCheck;
}

/** What a row violates: the columns to draw anew. */
export interface Violation {
  readonly columns: readonly string[];
  /** A unique key, not a CHECK. */
  readonly isKey: boolean;
}

/** Stands for a key that nothing can collide with: it has a null, or lies outside of the predicate. */
const NO_KEY = 0;

/**
 * Watches over the constraints of one table while its rows are drawn: unique keys against the rows before and those
 * that stand in the target, CHECKs against the row itself.
 */
export class RowGuard {
  private readonly taken: readonly KeySet[];
  private readonly hashes: Float64Array;
  private readonly conditions: readonly Condition[];
  private readonly hasher = new KeyHasher();
  /** Rows that need not count for a demand, and are still to come. */
  private readonly spare: Float64Array;
  /** Per key and part. */
  private readonly parts: readonly (readonly PartReader[])[];
  private row = 0;
  /** Reads a column of the row at hand. */
  private readonly read = (column: string): SqlValue => this.readers.get(column)?.(this.row) ?? null;

  /**
   * @param settled columns to read as soon as a row is final, because what they give depends on the order of reading
   */
  constructor(
    private readonly keys: readonly GuardedKey[],
    private readonly checks: readonly GuardedCheck[],
    private readonly readers: ReadonlyMap<string, ColumnReader>,
    private readonly settled: readonly string[] = [],
  ) {
    this.taken = keys.map(() => new KeySet());
    this.conditions = checks.map(({ check }) => compileCondition(check, readers));
    this.hashes = new Float64Array(keys.length);
    this.spare = Float64Array.from(keys, ({ demand }) => demand?.spare ?? 0);
    this.parts = keys.map((key) => key.parts.map((part) => this.compilePart(key, part)));
  }

  startFamily(): void {
    this.keys.forEach((key, i) => {
      if (key.isInFamily) this.taken[i]!.clear();
    });
  }

  /** Whether rows of different families have nothing to do with each other. */
  get isWithinFamilies(): boolean {
    return this.keys.every(({ isInFamily, demand }) => isInFamily && demand === undefined);
  }

  /** @returns the first constraint that the row breaks, null when it may stay */
  check(row: number): Violation | null {
    const broken = this.firstBroken(row);
    return broken < 0 ? null : this.constraintAt(broken);
  }

  /** @returns position of the first constraint that the row breaks, -1 when it may stay */
  firstBroken(row: number): number {
    const count = this.checks.length + this.keys.length;
    for (let index = 0; index < count; index++) if (this.isBroken(index, row)) return index;
    return -1;
  }

  /** Whether the row breaks the constraint at a position. */
  isBroken(index: number, row: number): boolean {
    this.row = row;
    if (index < this.checks.length) return !this.conditions[index]!(row);
    const at = index - this.checks.length;
    const key = this.keys[at]!;
    const hash = this.hashOf(at);
    this.hashes[at] = hash;
    if (key.demand !== undefined) return this.spare[at]! <= 0 && !this.counts(at);
    return hash !== NO_KEY && (this.taken[at]!.has(hash) || key.existing?.has(hash) === true);
  }

  /**
   * Gives up what other tables demand, because no row can be made that counts.
   * @returns whether anything was demanded
   */
  waiveDemands(): boolean {
    const isDemanding = this.keys.some(
      ({ demand }, at) => demand !== undefined && this.spare[at]! < Infinity,
    );
    this.spare.fill(Infinity);
    return isDemanding;
  }

  /** The columns of a constraint that can be changed, so that the row at hand satisfies it. */
  constraintAt(index: number): Violation {
    if (index < this.checks.length) return { columns: this.checks[index]!.columns, isKey: false };
    const { columns, parts, demand } = this.keys[index - this.checks.length]!;
    if (demand === undefined) return { columns, isKey: true };
    const missing = demand.present.filter((column) => this.read(column) === null);
    return {
      columns: missing.length > 0 ? missing : parts.map(({ column }) => column!),
      isKey: true,
    };
  }

  /** Takes the keys of a row that `check` has just passed. */
  commit(row: number): void {
    for (let i = 0; i < this.keys.length; i++) {
      if (this.keys[i]!.demand !== undefined && !this.counts(i)) this.spare[i]!--;
      if (this.hashes[i] !== NO_KEY) this.taken[i]!.add(this.hashes[i]!);
    }
    this.row = row;
    for (const column of this.settled) this.read(column);
  }

  /** Whether the row at hand differs from all before and from what stands, as a demand wants it. */
  private counts(index: number): boolean {
    const hash = this.hashes[index]!;
    return hash !== NO_KEY && !this.taken[index]!.has(hash) && this.keys[index]!.existing?.has(hash) !== true;
  }

  private hashOf(index: number): number {
    const { applies, nullsDistinct, parts, demand } = this.keys[index]!;
    const { hasher } = this;
    if (demand?.present.some((column) => this.read(column) === null) === true) return NO_KEY;
    if (applies !== null) {
      const truth = applies.evaluate(this.read);
      if (truth === false || truth === null) return NO_KEY;
    }
    hasher.reset();
    const readers = this.parts[index]!;
    for (let i = 0; i < readers.length; i++) {
      const value = readers[i]!(this.row);
      if (value === undefined || (value === null && nullsDistinct)) return NO_KEY;
      hasher.add(value, parts[i]!.caseInsensitive);
    }
    return hasher.finish();
  }

  private compilePart({ existing }: GuardedKey, { column, expression }: KeyPart): PartReader {
    if (expression !== null)
      return () => {
        const value = expression.value(this.read);
        // Only the database can tell what such an expression yields; it will refuse the row if need be.
        return value === 'unknown' ? undefined : value;
      };
    const read = this.readers.get(column!);
    if (read === undefined) return () => null;
    // The days of dates are hashed faster than their texts, but keys that stand in the target are texts.
    if (read.plain === undefined || existing !== null) return read;
    const number = readPlain(read.plain);
    return (row) => {
      const value = number(row);
      return Number.isNaN(value) ? null : value;
    };
  }
}

/** What a part of a key holds in a row; undefined when that cannot be told. */
type PartReader = (row: number) => SqlValue | undefined;
