import type { FactorForm, Formula } from '../model/work-out.js';
import { MOMENT_PARTS, MOMENT_STARTS, workOut } from '../model/work-out.js';
import { filterRows } from './filter-rows.js';
import { presentRows } from './present-rows.js';
import { RULE_SHARE } from './rule-share.js';
import { spreadRows } from './spread-rows.js';

const MIN_ROWS = 40;
const MIN_UNUSUAL = 20;
const MIN_VALUES = 3;
/** Rows that a formula must first hold in, so that most are given up at once. */
const FIRST_ROWS = 16;
const FIRST_MISSES = 1;
const MOST_OPERANDS = 32;
const MOST_IN_THREES = 10;
const MOST_DECIMALS = 6;
/** Days, hours, minutes, seconds and milliseconds in microseconds. */
const SPANS = [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000, 1000];

/** Something that a number may be worked out from. */
export interface Operand {
  /** NaN = null. */
  readonly values: Float64Array;
  readonly isMoment: boolean;
}

export interface FoundFormula {
  readonly formula: Formula;
  /** Positions of its operands among those offered. */
  readonly operands: readonly number[];
}

interface Target {
  readonly values: Float64Array;
  readonly isMoment: boolean;
  readonly entities: Int32Array;
  readonly minEntities: number;
}

/**
 * Finds how a number follows from others of its row, of its parents or of its previous sibling: as their sum or
 * difference, a fixed multiple, a product or quotient, the time between two moments, a part of a date, or a running
 * total; and how a moment does: as the same as another, as its day, or some time after it. The simplest formula that
 * holds in 99.5 % of the rows is taken.
 * @returns null when there is none, or when too few rows or entities speak for it
 */
export function findFormula(target: Target, offered: readonly Operand[]): FoundFormula | null {
  const search = new Search(target, offered.slice(0, MOST_OPERANDS));
  if (!search.isWorthwhile) return null;
  for (const trial of search.trials()) if (search.holds(trial)) return trial;
  return null;
}

class Search {
  readonly isWorthwhile: boolean;
  private readonly rows: Int32Array;
  private readonly first: readonly number[];
  private readonly usual: number;
  private readonly step: number;
  private readonly numbers: readonly number[];
  private readonly moments: readonly number[];

  constructor(
    private readonly target: Target,
    private readonly offered: readonly Operand[],
  ) {
    const { values } = target;
    this.rows = presentRows(values);
    const counts = countValues(values, this.rows);
    this.usual = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [NaN, 0])[0];
    const unusual = filterRows(this.rows, (row) => values[row] !== this.usual);
    this.first = spreadRows(unusual, FIRST_ROWS);
    this.isWorthwhile =
      counts.size >= MIN_VALUES && this.rows.length >= MIN_ROWS && unusual.length >= MIN_UNUSUAL;
    this.step = this.isWorthwhile ? stepOf(values, this.rows) : 0;
    const positions = [...offered.keys()];
    this.moments = positions.filter((at) => offered[at]!.isMoment);
    this.numbers = positions.filter((at) => !offered[at]!.isMoment);
  }

  /** All formulas that the first rows do not speak against, simple ones first. */
  trials(): Generator<FoundFormula> {
    return this.target.isMoment ? this.momentTrials() : this.numberTrials();
  }

  private *momentTrials(): Generator<FoundFormula> {
    for (const at of this.moments) yield* this.trySum([at], [1]);
    for (const at of this.moments)
      for (const part of MOMENT_STARTS)
        yield* this.try({ op: 'part', part, ...this.rounded('nearest') }, [at]);
    for (const at of this.moments)
      for (const number of this.numbers)
        for (const span of SPANS)
          for (const sign of [1, -1]) yield* this.trySum([at, number], [1, sign * span]);
  }

  private *numberTrials(): Generator<FoundFormula> {
    for (const at of this.numbers) {
      const factor = this.factorOf(at);
      if (factor !== null) yield* this.trySum([at], [factor]);
    }
    for (const at of this.moments)
      for (const part of MOMENT_PARTS) yield* this.try({ op: 'part', part, ...this.rounded('down') }, [at]);
    yield* this.inPairs();
    yield* this.inThrees();
  }

  private *inPairs(): Generator<FoundFormula> {
    for (const [a, b] of pairs(this.numbers)) {
      yield* this.trySum([a, b], [1, 1]);
      yield* this.trySum([a, b], [1, -1]);
      yield* this.trySum([a, b], [-1, 1]);
      yield* this.tryProduct([a, b], ['plain', 'plain']);
      yield* this.tryProduct([a, b], ['plain', 'inverse']);
      yield* this.tryProduct([a, b], ['inverse', 'plain']);
      yield* this.tryProduct([a, b], ['plain', 'complement']);
      yield* this.tryProduct([a, b], ['complement', 'plain']);
    }
    for (const [a, b] of pairs(this.moments))
      for (const span of SPANS)
        for (const sign of [1, -1]) yield* this.trySum([a, b], [sign / span, -sign / span]);
  }

  private *inThrees(): Generator<FoundFormula> {
    const numbers = this.numbers.slice(0, MOST_IN_THREES);
    for (const [a, b] of pairs(numbers))
      for (const c of numbers.slice(numbers.indexOf(b) + 1)) {
        const operands = [a, b, c];
        for (let signs = 0; signs < 7; signs++)
          yield* this.trySum(
            operands,
            operands.map((_, i) => ((signs >> i) & 1 ? -1 : 1)),
          );
        yield* this.tryProduct(operands, ['plain', 'plain', 'plain']);
        for (const odd of [0, 1, 2])
          yield* this.tryProduct(
            operands,
            operands.map((_, i) => (i === odd ? 'complement' : 'plain')),
          );
      }
  }

  /** The fixed multiple of an operand, in as few digits as the first rows allow. */
  private factorOf(at: number): number | null {
    const { values } = this.offered[at]!;
    const size = (row: number): number => Math.abs(values[row]!) || 0;
    const largest = this.first.reduce((most, row) => (size(row) > size(most) ? row : most), this.first[0]!);
    const ratio = this.target.values[largest]! / values[largest]!;
    if (!Number.isFinite(ratio) || ratio === 0) return null;
    for (let digits = 1; digits <= 8; digits++) {
      const factor = Number(ratio.toPrecision(digits));
      const formula = this.sumOf([factor], false);
      if (this.passesFirst({ formula, operands: [at] })) return factor;
    }
    return null;
  }

  private *trySum(operands: readonly number[], factors: readonly number[]): Generator<FoundFormula> {
    const isTime = this.offered[operands[0]!]!.isMoment;
    // A running total starts from nothing, so this comes first; where no operand is null both say the same.
    if (!isTime && operands.length > 1) yield* this.try(this.sumOf(factors, true), operands);
    yield* this.try(this.sumOf(factors, false), operands);
    if (isTime) yield* this.try({ ...this.sumOf(factors, false), rounding: 'down' }, operands);
  }

  private sumOf(factors: readonly number[], isNullZero: boolean): Formula {
    return { op: 'sum', factors, isNullZero, ...this.rounded('nearest') };
  }

  private *tryProduct(operands: readonly number[], forms: readonly FactorForm[]): Generator<FoundFormula> {
    yield* this.try({ op: 'product', forms, ...this.rounded('nearest') }, operands);
  }

  private *try(formula: Formula, operands: readonly number[]): Generator<FoundFormula> {
    if (this.passesFirst({ formula, operands })) yield { formula, operands };
  }

  private rounded(rounding: Formula['rounding']): Pick<Formula, 'step' | 'rounding'> {
    return { step: this.step, rounding };
  }

  private passesFirst(trial: FoundFormula): boolean {
    let misses = 0;
    for (const row of this.first) if (!this.holdsIn(trial, row) && ++misses > FIRST_MISSES) return false;
    return true;
  }

  /** Whether a formula holds in all rows but one in 200, counted over the usual value and over all others. */
  holds(trial: FoundFormula): boolean {
    const { values, entities, minEntities } = this.target;
    const behind = new Set<number>();
    let unusual = 0;
    let kept = 0;
    let keptUnusual = 0;
    let present = 0;
    for (let row = 0; row < values.length; row++) {
      const worked = this.workOutIn(trial, row);
      // An operand is null: the number is drawn instead.
      if (Number.isNaN(worked)) continue;
      present++;
      const isUnusual = values[row] !== this.usual;
      if (isUnusual) unusual++;
      if (!this.agrees(worked, row)) continue;
      kept++;
      if (isUnusual) keptUnusual++;
      if (behind.size < minEntities) behind.add(entities[row]!);
    }
    return (
      present >= Math.max(MIN_ROWS, 0.5 * this.rows.length) &&
      unusual >= MIN_UNUSUAL &&
      kept >= RULE_SHARE * present &&
      keptUnusual >= RULE_SHARE * unusual &&
      behind.size >= minEntities
    );
  }

  private holdsIn(trial: FoundFormula, row: number): boolean {
    return this.agrees(this.workOutIn(trial, row), row);
  }

  private agrees(worked: number, row: number): boolean {
    const value = this.target.values[row]!;
    return worked === value || Math.abs(worked - value) <= 1e-9 * Math.abs(value);
  }

  private workOutIn({ formula, operands }: FoundFormula, row: number): number {
    const values = operands.map((at) => this.offered[at]!.values[row]!);
    return workOut(formula, values);
  }
}

function countValues(values: Float64Array, rows: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(values[row]!, (counts.get(values[row]!) ?? 0) + 1);
  return counts;
}

/** The finest power of ten that all values are multiples of; 0 when they have more decimals than that. */
export function stepOf(values: Float64Array, rows: Int32Array): number {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    if (rows.every((row) => Math.abs(values[row]! * scale - Math.round(values[row]! * scale)) < 1e-6))
      return 1 / scale;
  }
  return 0;
}

function* pairs(positions: readonly number[]): Generator<[number, number]> {
  for (let i = 0; i < positions.length; i++)
    for (let j = i + 1; j < positions.length; j++) yield [positions[i]!, positions[j]!];
}
