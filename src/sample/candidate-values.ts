import { MICROS_PER_DAY } from '../classify/civil.js';
import type { SqlValue } from '../batch/batch.js';
import { childrenOf } from '../check/children-of.js';
import { columnBounds } from '../check/column-bounds.js';
import type { CompiledCheck } from '../check/compile-check.js';
import { derivedColumns } from '../check/derived-columns.js';
import type { Expression } from '../check/expression.js';
import type { ColumnFacts, DerivedColumn, JointCondition } from '../check/facts.js';
import { jointConditions } from '../check/joint-conditions.js';
import type { ValueDomain } from '../check/values/domain.js';
import { valueDomain } from '../check/values/value-domain.js';
import type { Column } from '../introspect/catalog.js';
import type { ColumnModel, NumberScale } from '../model/model.js';
import { hash32, hashText } from '../random/hash.js';
import { permute } from '../random/permute.js';
import { compileText } from '../text/compile-text.js';
import type { TextGenerator } from '../text/text-generator.js';
import type { AdjustedCells } from './adjusted-cells.js';
import { takesTexts } from './takes-texts.js';
import type { ColumnReader, SampledTable } from './sampled-table.js';

/** Values on either side of the drawn one that are tried first. */
const NEAR = 8;
/** So many values of a range tell whether it is all but full; more of them are tried only when no other value is free. */
const FEW_FOR_KEY = 24;
/** Values of a range, a domain or a generator that are tried. */
const MOST_FOR_KEY = 4096;
const MOST_FOR_CHECK = 48;
/** Values on either side of the usual range that are tried, the first ones and then so many of each wider range. */
const NEXT_OUTSIDE = 8;
const TRIED_OUTSIDE = 4;
const WIDEST_OUTSIDE = 2 ** 16;

/** What is known of the values of one column. */
interface Source {
  readonly column: Column;
  readonly model: ColumnModel | undefined;
  readonly facts: ColumnFacts | undefined;
  /** The only values, or those that were learned. */
  readonly list: readonly SqlValue[] | null;
  readonly numbers: NumberRange | null;
  readonly texts: TextGenerator | null;
  readonly literals: readonly SqlValue[];
  /** Other columns in the checks of this one. */
  readonly partners: readonly string[];
  readonly linear: readonly NonNullable<JointCondition['linear']>[];
  readonly derived: readonly DerivedColumn[];
  readonly seed: number;
  domain: ValueDomain | null;
  /** Numbers beyond the range, and texts, that were given to rows. */
  beyond: number;
}

interface NumberRange {
  readonly step: number;
  /** Where values usually lie. */
  readonly low: number;
  readonly high: number;
  /** Where they must lie. */
  readonly least: number;
  readonly most: number;
}

/**
 * Values to try in a cell that breaks a constraint, the likeliest first: what the checks themselves name or work out,
 * what was learned, what the type and the checks allow. They are walked in an order that the seed decides, without
 * repetition, so that a free value is found as long as there is one.
 */
export class CandidateValues {
  private readonly sources = new Map<string, Source>();

  constructor(
    private readonly sampled: SampledTable,
    private readonly adjusted: AdjustedCells,
    private readonly checks: readonly CompiledCheck[],
    private readonly readers: ReadonlyMap<string, ColumnReader>,
    private readonly seed: number,
  ) {}

  /** Whether the column has a list of values to choose from. */
  areFew(name: string): boolean {
    return this.sourceOf(name).list !== null;
  }

  /** Values that may satisfy a check of the column. */
  *forCheck(name: string, row: number): Generator<SqlValue> {
    const source = this.sourceOf(name);
    const { numbers, list } = source;
    const drawn = this.drawn(source, row);
    yield* this.hinted(source, row);
    if (list !== null) yield* from(list, hash32(source.seed, row));
    if (source.column.nullable) yield null;
    if (numbers !== null) {
      yield* this.near(source, numbers, drawn);
      yield* this.spread(source, numbers, row, MOST_FOR_CHECK);
    }
    if (list === null) yield* this.written(source, row, MOST_FOR_CHECK);
  }

  /** Values that may be free in a unique key; NULL, which is always free, comes last. */
  *forKey(name: string, row: number): Generator<SqlValue> {
    const source = this.sourceOf(name);
    const { numbers, list } = source;
    const drawn = this.drawn(source, row);
    if (list !== null) yield* from(list, hash32(source.seed, row));
    if (numbers !== null) {
      yield* this.following(source, numbers, row);
      yield* this.near(source, numbers, drawn);
      yield* this.spread(source, numbers, row, FEW_FOR_KEY);
      yield* this.outside(source, numbers, row);
      yield* this.spread(source, numbers, row, MOST_FOR_KEY, FEW_FOR_KEY);
      yield* this.farOutside(source, numbers);
    }
    if (numbers === null || source.facts !== undefined) yield* this.written(source, row, MOST_FOR_KEY);
    if (source.column.nullable) yield null;
  }

  private sourceOf(name: string): Source {
    let source = this.sources.get(name);
    if (source === undefined) this.sources.set(name, (source = this.prepare(name)));
    return source;
  }

  private prepare(name: string): Source {
    const column = this.sampled.table.columns.find((candidate) => candidate.name === name)!;
    const model = this.sampled.model.columns.find((candidate) => candidate.name === name);
    const facts = columnBounds(this.checks).get(name);
    const own = this.checks.filter(({ columns }) => columns.includes(name));
    return {
      column,
      model,
      facts,
      list: this.listOf(column, model, facts),
      numbers: this.rangeOf(column, model, facts),
      texts: model?.text && takesTexts(column) ? compileText(model.text) : null,
      literals: [
        ...new Set(own.flatMap(({ expression }) => (expression === null ? [] : literalsOf(expression)))),
      ],
      partners: [...new Set(own.flatMap(({ columns }) => columns))].filter((other) => other !== name),
      linear: jointConditions(own).flatMap(({ linear }) =>
        linear !== null && linear.terms.some((term) => term.column === name) ? [linear] : [],
      ),
      derived: derivedColumns(own).filter((derived) => derived.column === name),
      seed: hash32(this.seed, hashText(this.sampled.model.id), hashText(name), 0xca4d),
      domain: null,
      beyond: 0,
    };
  }

  private listOf(
    column: Column,
    model: ColumnModel | undefined,
    facts: ColumnFacts | undefined,
  ): SqlValue[] | null {
    if (facts?.in !== undefined) return [...facts.in];
    if (column.type.name === 'enum') return [...column.type.labels];
    if (column.type.name === 'boolean') return [0, 1];
    if (model?.class.kind === 'boolean') return [model.class.no, model.class.yes];
    if (model?.class.kind !== 'category') return null;
    const scale = model.variable === null ? null : this.sampled.model.variables[model.variable]!.scale;
    return scale?.kind === 'category' ? scale.values.flat() : null;
  }

  private rangeOf(
    column: Column,
    model: ColumnModel | undefined,
    facts: ColumnFacts | undefined,
  ): NumberRange | null {
    const { type, name } = column;
    const kind = model?.class.kind;
    const isNumeric = kind === 'number' || kind === 'moment' || kind === 'category' || kind === undefined;
    const isNumber = type.name === 'integer' || type.name === 'decimal' || type.name === 'real';
    if (kind !== 'moment' && !(isNumber && (isNumeric || kind === 'key' || kind === 'constant'))) return null;
    const variable = model?.variable ?? null;
    const scale = variable === null ? null : this.sampled.model.variables[variable]!.scale;
    const learned = scale?.kind === 'number' ? scale : null;
    const least = this.boundOf(name, facts?.min) ?? -Infinity;
    const most = this.boundOf(name, facts?.max) ?? Infinity;
    const isClock = model?.class.kind === 'moment' && !model.class.hasDate;
    const limits = isClock
      ? { least: 0, most: MICROS_PER_DAY - 1_000_000 }
      : limitsOf(column, kind === 'moment');
    const lowest = Math.max(least, limits.least);
    const highest = Math.min(most, limits.most);
    return {
      step: learned?.step ?? stepOf(column, model, facts),
      low: learned === null ? usualLow(kind === 'moment', lowest, highest) : learned.low[0]!,
      high: learned === null ? usualHigh(kind === 'moment', lowest, highest) : highOf(learned),
      least: lowest,
      most: highest,
    };
  }

  private boundOf(name: string, bound: SqlValue | undefined): number | null {
    if (bound === undefined) return null;
    const number = this.adjusted.numberOf(name, bound);
    return Number.isNaN(number) ? null : number;
  }

  /** What the checks name: literals, what the other columns hold, what makes a sum come out. */
  private *hinted(source: Source, row: number): Generator<SqlValue> {
    const read = (column: string): SqlValue => this.readers.get(column)?.(row) ?? null;
    for (const { value } of source.derived) {
      const worked = value(read);
      if (worked !== 'unknown' && worked !== null) yield worked;
    }
    for (const linear of source.linear) yield* this.solve(source, linear, read);
    const others = source.partners.map((partner) => this.shared(source, partner, row));
    for (const hint of [...source.literals, ...others]) {
      if (hint === null) continue;
      const number = source.numbers === null ? NaN : this.adjusted.numberOf(source.column.name, hint);
      if (Number.isNaN(number)) {
        if (source.numbers === null && fitsType(hint, source.column)) yield hint;
        continue;
      }
      for (const offset of [0, 1, -1]) yield* this.number(source, number + offset * source.numbers!.step);
    }
  }

  /** The value of another column, as this column would write it. */
  private shared(source: Source, partner: string, row: number): SqlValue {
    const value = this.readers.get(partner)?.(row) ?? null;
    if (source.numbers === null) return value;
    const number = this.adjusted.numberOf(partner, value);
    return Number.isNaN(number) ? null : this.adjusted.write(source.column.name, number);
  }

  private *solve(
    source: Source,
    { terms, constant }: NonNullable<JointCondition['linear']>,
    read: (column: string) => SqlValue,
  ): Generator<SqlValue> {
    let rest = constant;
    let own = 0;
    for (const { column, coefficient } of terms) {
      if (column === source.column.name) own += coefficient;
      else rest -= coefficient * this.adjusted.numberOf(column, read(column));
    }
    if (own === 0 || !Number.isFinite(rest) || source.numbers === null) return;
    const exact = Number((rest / own).toPrecision(15));
    const { step } = source.numbers;
    for (const offset of [0, 1, -1]) yield* this.number(source, exact + offset * step);
    yield* this.number(source, Math.floor(exact));
    yield* this.number(source, Math.ceil(exact));
  }

  /** The number that stands in the cell before values are tried; NaN where there is none. */
  private drawn({ column, numbers }: Source, row: number): number {
    if (numbers === null) return NaN;
    return this.adjusted.numberOf(column.name, this.readers.get(column.name)?.(row) ?? null);
  }

  /** The value one step behind that of the sibling before: numbers of siblings go on so. */
  private *following(source: Source, { step }: NumberRange, row: number): Generator<SqlValue> {
    if (row === 0 || this.sampled.positions[row] === 0) return;
    const before = this.drawn(source, row - 1);
    if (Number.isFinite(before)) yield* this.number(source, before + step);
  }

  private *near(source: Source, { step, low }: NumberRange, drawn: number): Generator<SqlValue> {
    const start = Number.isFinite(drawn) ? drawn : low;
    for (let i = 1; i <= NEAR; i++)
      for (const sign of [1, -1]) yield* this.unlessNewlyNegative(source, start + sign * i * step);
  }

  /** What is never negative stays so as long as there is any other way. */
  private *unlessNewlyNegative(source: Source, number: number): Generator<SqlValue> {
    if (number >= 0 || source.numbers!.low < 0) yield* this.number(source, number);
  }

  /** The values of the usual range in an order that the row decides. */
  private *spread(
    source: Source,
    { step, low, high, least, most }: NumberRange,
    row: number,
    limit: number,
    tried = 0,
  ): Generator<SqlValue> {
    const first = Math.max(low, Number.isFinite(least) ? least : low);
    const last = Math.min(high, Number.isFinite(most) ? most : high);
    const points = Math.min(Number.MAX_SAFE_INTEGER, Math.floor((last - first) / step + 1e-6) + 1);
    if (!(points > 0)) return;
    const start = hash32(source.seed, row) % points;
    for (let i = tried; i < Math.min(points, limit); i++)
      yield* this.number(source, first + permute((start + i) % points, points, source.seed) * step);
  }

  /** Values beyond the usual range: the next ones, then some of wider and wider ranges, so that few are tried in vain. */
  private *outside(source: Source, { step, low, high }: NumberRange, row: number): Generator<SqlValue> {
    for (let i = 1; i <= NEXT_OUTSIDE; i++) yield* this.number(source, high + i * step);
    for (let i = 1; i <= NEXT_OUTSIDE; i++) yield* this.unlessNewlyNegative(source, low - i * step);
    for (let width = 2 * NEXT_OUTSIDE; width <= WIDEST_OUTSIDE; width *= 2) {
      for (let i = 0; i < TRIED_OUTSIDE; i++) {
        const place = 1 + (hash32(source.seed, row, width, i) % width);
        yield* this.number(source, high + place * step);
        yield* this.unlessNewlyNegative(source, low - place * step);
      }
    }
  }

  /** Values far beyond the usual range, which no row was given. */
  private *farOutside(source: Source, { step, low, high }: NumberRange): Generator<SqlValue> {
    for (let i = 0; i < MOST_FOR_KEY; i++) {
      source.beyond++;
      yield* this.number(source, high + (WIDEST_OUTSIDE + source.beyond) * step);
      yield* this.number(source, low - (WIDEST_OUTSIDE + source.beyond) * step);
    }
  }

  /** Values made by the column's generator, or by its domain. */
  private *written(source: Source, row: number, limit: number): Generator<SqlValue> {
    const { texts, column, facts, model } = source;
    if (texts !== null) {
      const capacity = texts.capacity > BigInt(limit) ? limit : Number(texts.capacity);
      for (let i = 0; i < Math.min(capacity, 64); i++)
        yield texts.generate(NaN, row, hash32(source.seed, row, i, 9));
      const many = texts.capacity > BigInt(2 ** 40) ? 2 ** 40 : Number(texts.capacity);
      for (let i = 0; i < capacity; i++) {
        const index = permute(source.beyond++ % many, many, source.seed);
        yield texts.generateUnique(index, source.seed);
      }
    }
    const isTyped = model === undefined || model.class.kind !== 'moment' || column.type.name !== 'text';
    if (!isTyped && facts?.in === undefined) return;
    const domain = (source.domain ??= valueDomain(facts, column.type));
    for (let i = 0; i < Math.min(limit, 64); i++) {
      const value = domain.draw(hash32(source.seed, row, i));
      if (value !== undefined) yield value;
    }
    const size = domain.size === null || domain.size > BigInt(2 ** 40) ? 2 ** 40 : Number(domain.size);
    for (let i = 0; i < Math.min(size, limit); i++) {
      const value = domain.nth(BigInt((source.beyond + i) % size));
      if (value !== null) yield value;
    }
  }

  private *number(source: Source, number: number): Generator<SqlValue> {
    const { least, most, step } = source.numbers!;
    if (!(number >= least && number <= most)) return;
    const isWhole = source.column.type.name === 'integer';
    const tidy = isWhole ? Math.round(number) : step < 1 ? Number(number.toPrecision(14)) : number;
    yield this.adjusted.write(source.column.name, tidy);
  }
}

function literalsOf(expression: Expression): SqlValue[] {
  if (expression.kind === 'sign' && expression.operator === '-' && expression.operand.kind === 'literal') {
    const { value } = expression.operand;
    return typeof value === 'number' || typeof value === 'bigint' ? [-Number(value)] : [];
  }
  if (expression.kind === 'literal')
    return typeof expression.value === 'string' || typeof expression.value === 'number'
      ? [expression.value]
      : typeof expression.value === 'bigint'
        ? [Number(expression.value)]
        : [];
  return childrenOf(expression).flatMap(literalsOf);
}

/** All values of a list, from a place in it round about. */
function* from<T>(list: readonly T[], hash: number): Generator<T> {
  const start = list.length === 0 ? 0 : hash % list.length;
  for (let i = 0; i < list.length; i++) yield list[(start + i) % list.length]!;
}

function fitsType(value: SqlValue, { type }: Column): boolean {
  switch (type.name) {
    case 'text':
      return typeof value === 'string' && value.length <= (type.maxLength ?? Infinity);
    case 'integer':
    case 'decimal':
    case 'real':
      return typeof value === 'number';
    case 'date':
    case 'time':
    case 'timestamp':
      return typeof value === 'string' && /^\d{2,4}[-:]\d/.test(value);
    case 'other':
      return typeof value === 'string';
    default:
      return false;
  }
}

function limitsOf({ type }: Column, isMoment: boolean): { least: number; most: number } {
  if (isMoment) return { least: -Infinity, most: Infinity };
  if (type.name === 'integer')
    return {
      least: Math.max(Number(type.min), Number.MIN_SAFE_INTEGER),
      most: Math.min(Number(type.max), Number.MAX_SAFE_INTEGER),
    };
  if (type.name !== 'decimal' || type.precision === null) return { least: -1e15, most: 1e15 };
  const most = 10 ** (type.precision - (type.scale ?? 0)) - 10 ** -(type.scale ?? 0);
  return { least: -most, most };
}

function stepOf(column: Column, model: ColumnModel | undefined, facts: ColumnFacts | undefined): number {
  if (facts?.multipleOf !== undefined && column.type.name === 'integer') return facts.multipleOf;
  if (model?.class.kind === 'number' || model?.class.kind === 'moment') return model.class.step;
  return column.type.name === 'decimal' ? 10 ** -(column.type.scale ?? 2) : 1;
}

const TEN_YEARS = 3_650 * MICROS_PER_DAY;
const FIRST_MOMENT = 16_436 * MICROS_PER_DAY;

function usualLow(isMoment: boolean, least: number, most: number): number {
  const low = isMoment ? FIRST_MOMENT : 1;
  const width = isMoment ? TEN_YEARS : 999;
  return Math.max(least, low <= most ? low : most - width);
}

function usualHigh(isMoment: boolean, least: number, most: number): number {
  return Math.min(most, usualLow(isMoment, least, most) + (isMoment ? TEN_YEARS : 999));
}

function highOf(scale: NumberScale): number {
  return Math.max(scale.high.at(-1)!, ...scale.atoms.at(-1)!);
}
