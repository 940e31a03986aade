import type { SqlValue } from '../batch/batch.js';
import type { CompiledCheck } from '../check/compile-check.js';
import type { ColumnReader } from './sampled-table.js';

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
  /** Keys that stand in the target already. */
  readonly existing: ReadonlySet<string> | null;
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
}

/**
 * Watches over the constraints of one table while its rows are drawn: unique keys against the rows before, CHECKs
 * against the row itself.
 */
export class RowGuard {
  private readonly taken: Set<string>[];
  private readonly names: (string | null)[];

  constructor(
    private readonly keys: readonly GuardedKey[],
    private readonly checks: readonly GuardedCheck[],
    private readonly readers: ReadonlyMap<string, ColumnReader>,
  ) {
    this.taken = keys.map(() => new Set());
    this.names = keys.map(() => null);
  }

  startFamily(): void {
    this.keys.forEach((key, i) => {
      if (key.isInFamily) this.taken[i]!.clear();
    });
  }

  /** @returns the first constraint that the row breaks, null when it may stay */
  check(row: number): Violation | null {
    for (const { check, columns } of this.checks)
      if (check.evaluate((column) => this.read(column, row)) === false) return { columns };
    for (let i = 0; i < this.keys.length; i++) {
      const key = this.keys[i]!;
      const name = this.nameOf(key, row);
      this.names[i] = name;
      if (name !== null && (this.taken[i]!.has(name) || key.existing?.has(name) === true)) return key;
    }
    return null;
  }

  /** Takes the keys of a row that `check` has passed. */
  commit(row: number): void {
    for (let i = 0; i < this.keys.length; i++) {
      const name = this.names[i] ?? this.nameOf(this.keys[i]!, row);
      if (name !== null) this.taken[i]!.add(name);
    }
  }

  private nameOf(key: GuardedKey, row: number): string | null {
    const { applies } = key;
    const read = (column: string): SqlValue => this.read(column, row);
    if (applies !== null) {
      const truth = applies.evaluate(read);
      if (truth === false || truth === null) return null;
    }
    let name = '';
    for (const { column, expression, caseInsensitive } of key.parts) {
      const value = expression === null ? read(column!) : expression.value(read);
      if (value === null && key.nullsDistinct) return null;
      name += keyPart(value, caseInsensitive);
    }
    return name;
  }

  private read(column: string, row: number): SqlValue {
    return this.readers.get(column)?.(row) ?? null;
  }
}

/** One value as a part of a comparable key. */
export function keyPart(value: SqlValue, caseInsensitive: boolean): string {
  if (typeof value === 'string') return `s${(caseInsensitive ? value.toLowerCase() : value).trimEnd()}\u0000`;
  if (value instanceof Uint8Array) return `b${value.join()}\u0000`;
  return value === null ? 'n\u0000' : `${String(value)}\u0000`;
}
