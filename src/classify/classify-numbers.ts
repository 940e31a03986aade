import type { Census } from '../privacy/census.js';
import type { ColumnClass, NumberClass } from './column-class.js';
import type { ColumnSample } from './column-sample.js';
import { findCategory } from './find-category.js';
import { inferNumberMoment, momentStep } from './infer-moment-format.js';
import { measureNumbers } from './measure-numbers.js';
import { parseMoment, type MomentFormat } from './moment-format.js';
import { nameWords, saysMoment, saysNominal, saysYear } from './name-words.js';

const MOST_SAMPLED = 2000;
/** Numbers with more distinct values than this are amounts, whatever their name says. */
const MOST_NOMINAL = 50;
const NOMINAL_COVERAGE = 0.95;
/** Distinct rows from which a column of different whole numbers may be a key that the schema does not declare. */
const FEWEST_FOR_KEY = 20;

/** Classes a column whose values are mostly numbers. */
export function classifyNumbers(sample: ColumnSample): ColumnClass {
  const { column, census } = sample;
  const { numbers, storage, rows } = census;
  const facts = { storage, outside: 1 - numbers.rows / rows };
  const values = spread([...numbers.values()], MOST_SAMPLED);
  const name = nameWords(column.name);
  const isBinary = numbers.size <= 2 && values.every((value) => value === 0 || value === 1);
  if (isBinary && (numbers.size === 2 || column.type.name === 'boolean')) {
    return { kind: 'boolean', no: 0, yes: 1, why: '0 and 1 only', ...facts };
  }
  const isTemporal = ['date', 'time', 'timestamp'].includes(column.type.name);
  const format = inferNumberMoment(values, { moment: isTemporal || saysMoment(name), year: saysYear(name) });
  if (format !== null) return { ...momentClass(values, numbers, format), ...facts };
  if (isUndeclaredKey(sample, name)) {
    const why = 'different whole numbers in all rows, and its name says identifier';
    return { kind: 'key', form: 'integer', text: null, why, ...facts };
  }
  if (saysNominal(name) && numbers.size <= MOST_NOMINAL && values.every(Number.isInteger)) {
    const category = findCategory(sample, numbers, NOMINAL_COVERAGE);
    if (category !== null) return { kind: 'category', ...category, ...facts };
  }
  return { ...numberClass(sample), ...facts };
}

function isUndeclaredKey({ census: { numbers, rows, storage } }: ColumnSample, name: string): boolean {
  return (
    rows >= FEWEST_FOR_KEY &&
    numbers.size === rows &&
    storage.real === 0 &&
    /(id|key|_no|_nr|_num)$/.test(name)
  );
}

function momentClass(
  values: readonly number[],
  numbers: Census<number>,
  format: MomentFormat,
): Pick<ColumnClass & { kind: 'moment' }, 'kind' | 'format' | 'hasDate' | 'step' | 'origin' | 'why'> {
  const held = values.filter((value) => !Number.isNaN(parseMoment(format, value)));
  const moments = held.map((value) => parseMoment(format, value));
  const grain = momentStep(moments, (index) => numbers.rowsOf(held[index]!));
  return { kind: 'moment', format, hasDate: true, ...grain, why: MOMENT_REASONS[format.form] };
}

const MOMENT_REASONS: Record<MomentFormat['form'], string> = {
  text: 'moments written as text',
  epoch: 'its name or type says moment, and the numbers count time since 1970',
  julian: 'its name or type says moment, and the numbers are Julian days',
  year: 'its name says year, and the numbers are years',
  digits: 'dates written as numbers of eight digits',
};

function numberClass({ column, census }: ColumnSample): NumberClass & { why: string } {
  const grain = measureNumbers(census.numbers);
  const isWhole = grain.decimals === 0;
  const lattice = grain.step > 10 ** -grain.decimals * 1.5 ? ` in steps of ${grain.step}` : '';
  return {
    kind: 'number',
    form: isWhole ? 'integer' : 'decimal',
    ...grain,
    storedAs: storedAs(column.type.name, census.storage.real),
    padded: false,
    why: `${isWhole ? 'whole numbers' : `numbers with ${countDecimals(grain.decimals)}`}${lattice}`,
  };
}

function countDecimals(decimals: number): string {
  return decimals === 1 ? '1 decimal' : `${decimals} decimals`;
}

function storedAs(type: string, realShare: number): NumberClass['storedAs'] {
  if (type === 'integer' || type === 'boolean') return realShare === 0 ? 'integer' : 'numeric';
  if (type === 'real') return 'real';
  return type === 'decimal' || realShare > 0 ? 'numeric' : 'integer';
}

function spread(values: readonly number[], most: number): number[] {
  const stride = Math.ceil(values.length / most);
  return stride <= 1 ? [...values] : values.filter((_, i) => i % stride === 0);
}
