import type { SqlValue, Vector } from './batch.js';

/** What a column is taken to hold as long as only nulls have been seen. */
export type ExpectedKind = 'number' | 'text' | 'bytes';

/**
 * Grows the vector of one column from values as a driver gives them. The kind follows the values: numbers stay
 * numbers, an integer beyond 2^53 turns them into bigints, and values that share no kind make a `mixed` vector.
 * A bigint that a number can hold exactly counts as a number. The null mask exists only if a null was pushed.
 */
export class VectorBuilder {
  private rows = 0;
  private nullCount = 0;
  private nulls: Uint8Array = NO_BYTES;
  private kind: Vector['kind'] | null = null;
  private numbers: Float64Array = NO_NUMBERS;
  private bigints: BigInt64Array = NO_BIGINTS;
  private texts: string[] = [];
  private buffers: Uint8Array[] = [];
  private mixed: SqlValue[] = [];

  /**
   * @param expected kind of a vector that holds nothing but nulls
   * @param capacity rows to make room for at first; the vector grows beyond it as needed
   */
  constructor(
    private readonly expected: ExpectedKind = 'number',
    private capacity = 1024,
  ) {}

  /** Rows pushed since the last `finish`. */
  get length(): number {
    return this.rows;
  }

  push(value: SqlValue): void {
    if (this.rows === this.capacity) this.grow();
    if (value === null) this.pushNull();
    else if (typeof value === 'number') this.pushNumber(value);
    else if (typeof value === 'string') this.pushText(value);
    else if (typeof value === 'bigint') this.pushInteger(value);
    else this.pushBytes(value);
    this.rows++;
  }

  /** Hands over the vector and starts the next one. */
  finish(): Vector {
    const vector = this.toVector();
    this.rows = 0;
    this.nullCount = 0;
    this.nulls = NO_BYTES;
    this.kind = null;
    this.numbers = NO_NUMBERS;
    this.bigints = NO_BIGINTS;
    this.texts = [];
    this.buffers = [];
    this.mixed = [];
    return vector;
  }

  private toVector(): Vector {
    if (this.kind === null) this.start(this.expected);
    const nulls = this.nullCount === 0 ? {} : { nulls: this.nulls.subarray(0, this.rows) };
    switch (this.kind) {
      case 'text':
        return { kind: 'text', values: this.texts, ...nulls };
      case 'bytes':
        return { kind: 'bytes', values: this.buffers, ...nulls };
      case 'bigint':
        return { kind: 'bigint', values: this.bigints.subarray(0, this.rows), ...nulls };
      case 'mixed':
        return { kind: 'mixed', values: this.mixed };
      default:
        return { kind: 'number', values: this.numbers.subarray(0, this.rows), ...nulls };
    }
  }

  private pushNull(): void {
    if (this.nullCount === 0) this.nulls = new Uint8Array(this.capacity);
    this.nulls[this.rows] = 1;
    this.nullCount++;
    if (this.kind === 'text') this.texts.push('');
    else if (this.kind === 'bytes') this.buffers.push(NO_BYTES);
    else if (this.kind === 'mixed') this.mixed.push(null);
  }

  private pushNumber(value: number): void {
    if (this.kind === null) this.start('number');
    if (this.kind === 'number') this.numbers[this.rows] = value;
    else if (this.kind === 'bigint' && Number.isSafeInteger(value)) this.bigints[this.rows] = BigInt(value);
    else this.pushMixed(value);
  }

  private pushInteger(value: bigint): void {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return this.pushNumber(number);
    if (this.kind === null) this.start('bigint');
    if (this.kind === 'number' && this.numbersAreIntegers()) this.numbersBecomeBigints();
    if (this.kind === 'bigint') this.bigints[this.rows] = value;
    else this.pushMixed(value);
  }

  private pushText(value: string): void {
    if (this.kind === null) this.start('text');
    if (this.kind === 'text') this.texts.push(value);
    else this.pushMixed(value);
  }

  private pushBytes(value: Uint8Array): void {
    if (this.kind === null) this.start('bytes');
    if (this.kind === 'bytes') this.buffers.push(value);
    else this.pushMixed(value);
  }

  private pushMixed(value: SqlValue): void {
    if (this.kind !== 'mixed') this.becomeMixed();
    this.mixed.push(value);
  }

  /** Settles the kind; the rows so far were all null. */
  private start(kind: Exclude<Vector['kind'], 'coded' | 'mixed'>): void {
    this.kind = kind;
    if (kind === 'number') this.numbers = new Float64Array(this.capacity);
    else if (kind === 'bigint') this.bigints = new BigInt64Array(this.capacity);
    else if (kind === 'text') this.texts = new Array<string>(this.rows).fill('');
    else this.buffers = new Array<Uint8Array>(this.rows).fill(NO_BYTES);
  }

  private numbersAreIntegers(): boolean {
    for (let row = 0; row < this.rows; row++) if (!Number.isSafeInteger(this.numbers[row])) return false;
    return true;
  }

  private numbersBecomeBigints(): void {
    this.bigints = new BigInt64Array(this.capacity);
    for (let row = 0; row < this.rows; row++) this.bigints[row] = BigInt(this.numbers[row]!);
    this.numbers = NO_NUMBERS;
    this.kind = 'bigint';
  }

  private becomeMixed(): void {
    const mixed: SqlValue[] = [];
    for (let row = 0; row < this.rows; row++) mixed.push(this.nulls[row] === 1 ? null : this.valueOf(row));
    this.mixed = mixed;
    this.kind = 'mixed';
  }

  private valueOf(row: number): SqlValue {
    if (this.kind === 'text') return this.texts[row]!;
    if (this.kind === 'bytes') return this.buffers[row]!;
    if (this.kind !== 'bigint') return this.numbers[row]!;
    const number = Number(this.bigints[row]!);
    return Number.isSafeInteger(number) ? number : this.bigints[row]!;
  }

  private grow(): void {
    this.capacity = Math.max(16, this.capacity * 2);
    if (this.nullCount > 0) {
      const nulls = new Uint8Array(this.capacity);
      nulls.set(this.nulls);
      this.nulls = nulls;
    }
    if (this.kind === 'number') {
      const numbers = new Float64Array(this.capacity);
      numbers.set(this.numbers);
      this.numbers = numbers;
    } else if (this.kind === 'bigint') {
      const bigints = new BigInt64Array(this.capacity);
      bigints.set(this.bigints);
      this.bigints = bigints;
    }
  }
}

const NO_NUMBERS = new Float64Array(0);
const NO_BIGINTS = new BigInt64Array(0);
const NO_BYTES = new Uint8Array(0);
