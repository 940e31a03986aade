import type { SqlValue, Vector } from '../batch/batch.js';
import type { ColumnFacts } from '../check/facts.js';
import { daysFromCivil, MICROS_PER_DAY, MICROS_PER_SECOND } from '../classify/civil.js';
import type { ColumnClass, MomentClass, NumberClass } from '../classify/column-class.js';
import type { MomentFormat, TextMoment } from '../classify/moment-format.js';
import { nameWords, saysMoment } from '../classify/name-words.js';
import type { Column, Table } from '../introspect/catalog.js';
import type { Scale } from '../model/model.js';
import { learnText } from '../text/learn-text.js';
import type { PiiKind, TextKind, TextSpec } from '../text/text-spec.js';
import { guessRange } from './guess-range.js';
import { guessText } from './guess-text.js';
import { guessWords } from './guess-words.js';
import { uniformScale } from './uniform-scale.js';

/** What a column is taken for before there is any row. */
export interface DraftedColumn {
  readonly column: Column;
  readonly class: ColumnClass;
  readonly text: TextSpec | null;
  /** What is drawn for it; null when nothing is, not even whether it is NULL. */
  readonly scale: Scale | null;
  /** Weights of the scale's bins. */
  readonly weights: readonly number[];
  readonly nullShare: number;
  /** Left to the database, which has a default for it. */
  readonly isDefault: boolean;
}

/** What draws a column of its own accord, if there is more to it than whether it is NULL. */
type Guess = Pick<DraftedColumn, 'class' | 'text' | 'scale' | 'weights'>;

export interface ColumnContext {
  readonly table: Table;
  /** What CHECKs say of the column. */
  readonly facts: ColumnFacts | undefined;
  /** A unique key consists of this column alone. */
  readonly isUnique: boolean;
  /** A unique key holds it beside others. */
  readonly isInKey: boolean;
  /** The schema reads it as JSON, whatever its type. */
  readonly isJson: boolean;
}

/**
 * Decides what a column holds when there is no row to learn from: by its type, its name, and what CHECKs say of it.
 */
export function draftColumn(column: Column, context: ColumnContext): DraftedColumn {
  const guess = guessColumn(column, context);
  const nullShare = nullShareOf(column, context);
  const isDefault = isUnknown(column) && !column.nullable && column.defaultSql !== null;
  if (guess.scale !== null || nullShare === 0) return { column, ...guess, nullShare, isDefault };
  return { column, ...guess, scale: FLAG, weights: [1], nullShare, isDefault };
}

/** Whether not even the way in which values are written is known. */
function isUnknown({ type }: Column): boolean {
  return type.name === 'other' && type.form === undefined;
}

/** The scale of a column of which only is drawn whether it is NULL. */
const FLAG: Scale = { kind: 'category', values: [[0]], weights: [[1]] };

const NO_ROWS: Vector = { kind: 'coded', codes: new Uint32Array(0), dictionary: [] };

const FACTS = { why: 'guessed from type and name', outside: 0 };
const IN_INTEGERS = { ...FACTS, storage: { integer: 1, real: 0, text: 0, blob: 0 } };
const IN_REALS = { ...FACTS, storage: { integer: 0, real: 1, text: 0, blob: 0 } };
const IN_TEXTS = { ...FACTS, storage: { integer: 0, real: 0, text: 1, blob: 0 } };
const IN_BYTES = { ...FACTS, storage: { integer: 0, real: 0, text: 0, blob: 1 } };

function guessColumn(column: Column, context: ColumnContext): Guess {
  const { type } = column;
  const name = nameWords(column.name);
  switch (type.name) {
    case 'boolean':
      return booleans(name);
    case 'integer':
      if (context.isUnique || column.identity)
        return bare({ kind: 'key', form: 'integer', text: null, ...IN_INTEGERS });
      if (/^(is|has|can|was|allow)_|_flag$/.test(name)) return booleans(name);
      if (saysMoment(name) && !DURATION.test(name) && Number(type.max) >= 2 ** 31 - 1)
        return moments(EPOCH(Number(type.max)), name, MICROS_PER_SECOND, context, IN_INTEGERS);
      return numbers(column, name, context);
    case 'decimal':
    case 'real':
      return numbers(column, name, context);
    case 'date':
      return moments(DATE, name, MICROS_PER_DAY, context, IN_TEXTS);
    case 'timestamp':
      return moments(TIMESTAMP, name, MICROS_PER_SECOND, context, IN_TEXTS);
    case 'time':
      return times();
    case 'enum':
      return words(type.labels);
    case 'bytes': {
      const most = type.maxLength ?? 16;
      const scale = uniformScale([{ low: Math.min(most, 16), high: Math.min(most, 16), weight: 1 }], 1);
      const columnClass: ColumnClass = context.isUnique
        ? { kind: 'key', form: 'bytes', text: null, ...IN_BYTES }
        : { kind: 'bytes', ...IN_BYTES };
      return { class: columnClass, text: learnText(NO_ROWS, columnClass, column), scale, weights: [1] };
    }
    case 'text':
    case 'uuid':
    case 'json':
      return texts(column, name, context);
    case 'other':
      return bare({ kind: 'empty', ...IN_TEXTS });
  }
}

const DURATION = /duration|interval|timeout|elapsed|seconds|count|zone|_ms$|(^|_)(id|by)$|spent|limit/;

function bare(columnClass: ColumnClass): Guess {
  return { class: columnClass, text: null, scale: null, weights: [] };
}

function words(values: readonly SqlValue[]): Guess {
  const columnClass: ColumnClass = { kind: 'category', values: [], rareShare: 0, ...IN_TEXTS };
  const scale: Scale = {
    kind: 'category',
    values: values.map((value) => [value]),
    weights: values.map(() => [1]),
  };
  return values.length > MOST_BINS
    ? {
        class: columnClass,
        text: null,
        scale: { kind: 'category', values: [values], weights: [values.map(() => 1)] },
        weights: [1],
      }
    : { class: columnClass, text: null, scale, weights: values.map((_, at) => 1 / (1 + at / 2)) };
}

const MOST_BINS = 250;

function booleans(name: string): Guess {
  const isUsual = /(^|_)(active|enabled|visible|valid|verified|confirmed|published|available)(_|$)/.test(
    name,
  );
  const isRare = /(^|_)(deleted|archived|banned|blocked|disabled|hidden|locked|admin|suspended)(_|$)/.test(
    name,
  );
  const yes = isUsual ? 0.85 : isRare ? 0.08 : 0.5;
  return {
    class: { kind: 'boolean', no: 0, yes: 1, ...IN_INTEGERS },
    text: null,
    scale: { kind: 'category', values: [[0], [1]], weights: [[1], [1]] },
    weights: [1 - yes, yes],
  };
}

/** Nothing is drawn here where CHECKs say more than bounds: their own values are drawn then. */
function numbers(column: Column, name: string, { facts, isInKey }: ColumnContext): Guess {
  const { type } = column;
  const isInteger = type.name === 'integer' || (type.name === 'decimal' && type.scale === 0);
  const guessed = guessRange(name, isInteger);
  const decimals = isInteger
    ? 0
    : type.name === 'decimal' && type.scale !== null
      ? Math.max(0, Math.min(type.scale, 6))
      : guessed.decimals;
  const step = 10 ** -decimals;
  const [least, most] = limitsOf(column, step);
  const columnClass: NumberClass & ColumnClass = {
    kind: 'number',
    form: isInteger ? 'integer' : 'decimal',
    decimals,
    step,
    origin: 0,
    storedAs: isInteger ? 'integer' : 'numeric',
    padded: false,
    ...(isInteger ? IN_INTEGERS : IN_REALS),
  };
  if (facts !== undefined && !hasBoundsAlone(facts)) return bare(columnClass);
  const low = Math.max(least, boundOf(facts?.min, facts?.minExclusive === true ? step : 0) ?? least);
  const high = Math.min(most, boundOf(facts?.max, facts?.maxExclusive === true ? -step : 0) ?? most);
  const usual = isInKey && isInteger ? [{ low: 1, high: 1000, weight: 1 }] : guessed.stretches;
  const inside = usual
    .map((stretch) => ({ ...stretch, low: Math.max(low, stretch.low), high: Math.min(high, stretch.high) }))
    .filter((stretch) => stretch.low <= stretch.high);
  const span = Math.min(high - low, 100);
  const stretches = inside.length > 0 ? inside : [nearest(low, high, span, usual[0]!.low)];
  return {
    class: columnClass,
    text: null,
    scale: uniformScale(stretches, step),
    weights: stretches.map(({ weight }) => weight),
  };
}

function nearest(
  low: number,
  high: number,
  span: number,
  wanted: number,
): { low: number; high: number; weight: number } {
  return wanted < low ? { low, high: low + span, weight: 1 } : { low: high - span, high, weight: 1 };
}

function limitsOf({ type }: Column, step: number): [number, number] {
  if (type.name === 'integer')
    return [Math.max(Number(type.min), -(2 ** 53)), Math.min(Number(type.max), 2 ** 53)];
  if (type.name === 'decimal' && type.precision !== null) {
    const most = 10 ** (type.precision - (type.scale ?? 0)) - step;
    return [-most, most];
  }
  return [-1e9, 1e9];
}

function boundOf(bound: SqlValue | undefined, shift: number): number | null {
  const number = typeof bound === 'number' || typeof bound === 'bigint' ? Number(bound) + shift : NaN;
  return Number.isFinite(number) ? number : null;
}

function hasBoundsAlone(facts: ColumnFacts): boolean {
  const bounds = ['min', 'minExclusive', 'max', 'maxExclusive', 'notNull', 'from'];
  const isNumber = (bound: SqlValue | undefined): boolean =>
    bound === undefined || typeof bound === 'number' || typeof bound === 'bigint';
  return (
    Object.keys(facts).every((fact) => bounds.includes(fact)) && isNumber(facts.min) && isNumber(facts.max)
  );
}

const PLAIN: TextMoment = {
  form: 'text',
  date: 'ymd',
  dateSeparator: '-',
  padded: true,
  joint: ' ',
  time: 'seconds',
  timeSeparator: ':',
  fraction: 0,
  trimmed: false,
  meridiem: false,
  zone: '',
  beyondDay: false,
};
const TIMESTAMP: MomentFormat = PLAIN;
const DATE: MomentFormat = { ...PLAIN, joint: '', time: 'none', timeSeparator: '' };
const TIME: MomentFormat = { ...PLAIN, date: null, dateSeparator: '', joint: '' };

/** A column that holds more than 32 bits holds milliseconds. */
function EPOCH(most: number): MomentFormat {
  return { form: 'epoch', unit: most > 2 ** 33 ? 'ms' : 's', whole: true };
}

function moments(
  format: MomentFormat,
  name: string,
  step: number,
  { facts }: ColumnContext,
  stored: typeof IN_TEXTS,
): Guess {
  const columnClass: MomentClass & ColumnClass = {
    kind: 'moment',
    format,
    hasDate: true,
    step,
    origin: 0,
    ...stored,
  };
  if (facts !== undefined && Object.keys(facts).some((fact) => fact !== 'from' && fact !== 'notNull'))
    return bare(columnClass);
  const [from, to] = /(^|_)(birth|birthday|dob|born)(_|$)/.test(name) ? [1945, 2006] : [2022, 2025];
  const low = daysFromCivil(from, 1, 1) * MICROS_PER_DAY;
  const high = daysFromCivil(to, 12, 31) * MICROS_PER_DAY;
  return {
    class: columnClass,
    text: null,
    scale: uniformScale([{ low, high, weight: 1 }], step),
    weights: [1],
  };
}

function times(): Guess {
  const quarter = 900 * MICROS_PER_SECOND;
  return {
    class: { kind: 'moment', format: TIME, hasDate: false, step: quarter, origin: 0, ...IN_TEXTS },
    text: null,
    scale: uniformScale([{ low: 6 * 4 * quarter, high: 22 * 4 * quarter, weight: 1 }], quarter),
    weights: [1],
  };
}

function texts(column: Column, name: string, context: ColumnContext): Guess {
  const { type } = column;
  const maxLength = type.name === 'text' ? type.maxLength : null;
  const isFree = !context.isUnique && !context.isJson && context.facts === undefined && type.name === 'text';
  if (isFree && saysMoment(name) && !DURATION.test(name) && (maxLength ?? 19) >= 19)
    return moments(/date$|^date/.test(name) ? DATE : TIMESTAMP, name, MICROS_PER_SECOND, context, IN_TEXTS);
  const listed = isFree && !isRegion(name, context.table) ? guessWords(name, maxLength) : null;
  if (listed !== null) return words(listed);
  const text: TextKind = context.isJson ? { form: 'json' } : guessText(column, context.table);
  const columnClass: ColumnClass =
    text.form === 'json'
      ? { kind: 'json', text: { form: 'json' }, ...IN_TEXTS }
      : context.isUnique
        ? { kind: 'key', form: 'text', text, ...IN_TEXTS }
        : { kind: 'text', text, ...IN_TEXTS };
  return {
    class: columnClass,
    text: describeText(column, text, columnClass, context.table),
    scale: null,
    weights: [],
  };
}

/** A state beside a city is a region, not a status. */
function isRegion(name: string, table: Table): boolean {
  return (
    name === 'state' && table.columns.some((column) => /city|street|zip|postal|address/i.test(column.name))
  );
}

/** The texts that are usual for their kind. */
function describeText(
  column: Column,
  text: TextKind,
  columnClass: ColumnClass,
  table: Table,
): TextSpec | null {
  const spec = learnText(NO_ROWS, columnClass, column);
  if (spec === null) return null;
  const fitting = usualLengths(text).filter(([length]) => length <= (spec.maxLength ?? Infinity));
  if (spec.kind === 'json') return { ...spec, node: SOME_JSON };
  if (spec.kind !== 'email' && spec.kind !== 'userName') return { ...spec, lengths: fitting };
  const hasNames = table.columns.some(({ name }) => /(first|last|full|sur)_?name$/.test(nameWords(name)));
  return {
    ...spec,
    lengths: fitting,
    fromNames: hasNames,
    digitShare: spec.kind === 'email' ? 0.1 : 0.4,
    patterns: [
      { pattern: 'first.last', share: 0.6 },
      { pattern: 'flast', share: 0.4 },
    ],
  };
}

type Lengths = TextSpec['lengths'];

/** @returns lengths and their shares of rows; none where one length is as good as another */
function usualLengths(text: TextKind): Lengths {
  if (text.form === 'pii') return LENGTHS_OF_PERSONAL[text.pii] ?? [];
  return LENGTHS[text.form] ?? [];
}

const LENGTHS: Partial<Record<TextKind['form'], Lengths>> = {
  free: [
    [40, 0.3],
    [80, 0.4],
    [150, 0.2],
    [300, 0.1],
  ],
  label: [
    [7, 0.2],
    [11, 0.3],
    [16, 0.3],
    [22, 0.2],
  ],
};

const even = (...lengths: number[]): Lengths => lengths.map((length) => [length, 1 / lengths.length]);

const LENGTHS_OF_PERSONAL: Partial<Record<PiiKind, Lengths>> = {
  firstName: even(4, 5, 5, 6, 6, 7, 8),
  lastName: even(4, 5, 6, 6, 7, 7, 8, 9),
  fullName: even(10, 11, 12, 13, 14, 15, 17),
  userName: even(6, 7, 8, 9, 10, 12),
  email: even(20, 22, 23, 24, 25, 26, 28, 30),
  city: even(5, 6, 7, 8, 9, 11),
  country: even(5, 6, 7, 8, 11),
  region: even(5, 7, 8, 10),
  company: even(9, 12, 15, 18),
  street: even(12, 14, 16, 18, 20),
  jobTitle: even(18, 22, 26, 30),
  phone: even(12, 14, 15),
  postcode: even(5),
  url: even(22, 28, 34, 40),
};

const SOME_JSON: Extract<TextSpec, { kind: 'json' }>['node'] = [
  {
    share: 1,
    is: {
      type: 'object',
      keys: [
        { key: 'enabled', share: 0.8, value: [{ share: 1, is: { type: 'boolean', trueShare: 0.7 } }] },
        {
          key: 'count',
          share: 0.6,
          value: [{ share: 1, is: { type: 'number', low: 0, high: 100, decimals: 0 } }],
        },
      ],
    },
  },
];

function nullShareOf(column: Column, { table, facts }: ColumnContext): number {
  if (!column.nullable || facts?.notNull === true || table.primaryKey.includes(column.name)) return 0;
  if (isUnknown(column)) return 1;
  const name = nameWords(column.name);
  if (/(^|_)(deleted|archived|cancell?ed|removed|revoked|suspended|banned|locked)(_|$)/.test(name))
    return 0.8;
  if (/(^|_)(middle|second|suffix|prefix|fax|notes?|comments?)(_|$)/.test(name)) return 0.4;
  return 0.1;
}
