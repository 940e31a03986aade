import { Census } from '../privacy/census.js';
import { isJsonDocument } from '../text/learn/learn-json.js';
import type { ColumnClass, NumberClass } from './column-class.js';
import type { ColumnSample } from './column-sample.js';
import { describeMoment } from './describe-moment.js';
import { findCategory } from './find-category.js';
import { guessTextKind, momentFormatOf, sampleDistinct } from './guess-text-kind.js';
import { momentStep } from './infer-moment-format.js';
import { decimalsOf, measureNumbers } from './measure-numbers.js';
import { parseMoment } from './moment-format.js';
import { nameWords, saysCode } from './name-words.js';

const BOOLEANS: readonly (readonly [no: string, yes: string])[] = [
  ['f', 't'],
  ['false', 'true'],
  ['n', 'y'],
  ['no', 'yes'],
  ['off', 'on'],
  ['0', '1'],
];
const JSON_SHARE = 0.95;
const MOST_DOCUMENTS = 200;
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;

type Facts = Pick<ColumnClass, 'storage' | 'outside'>;

/** Classes a column whose values are mostly texts. */
export function classifyTexts(sample: ColumnSample): ColumnClass {
  const { column, census } = sample;
  const { texts, storage, rows } = census;
  const facts: Facts = { storage, outside: 1 - texts.rows / rows };
  if (column.type.name === 'enum') {
    const category = findCategory(sample, texts, 0);
    if (category !== null) return { kind: 'category', ...category, ...facts };
  }
  const special =
    classifyJson(sample, facts) ?? classifyBoolean(sample, facts) ?? classifyMoment(sample, facts);
  if (special !== null) return special;
  const guessed = guessTextKind(sample);
  if (!guessed.isStrict) {
    const category = findCategory(sample, texts);
    if (category !== null) return { kind: 'category', ...category, ...facts };
    const number = guessed.text.form === 'pii' ? null : classifyWrittenNumber(sample, facts);
    if (number !== null) return number;
  }
  return { kind: 'text', text: guessed.text, why: guessed.why, ...facts };
}

function classifyJson(sample: ColumnSample, facts: Facts): ColumnClass | null {
  const texts = sampleDistinct(sample, MOST_DOCUMENTS);
  const documents = texts.filter(isJsonDocument).length;
  if (sample.column.type.name !== 'json' && (documents === 0 || documents < JSON_SHARE * texts.length))
    return null;
  return { kind: 'json', text: { form: 'json' }, why: 'the values are JSON documents', ...facts };
}

function classifyBoolean({ census: { texts } }: ColumnSample, facts: Facts): ColumnClass | null {
  if (texts.size !== 2) return null;
  const [one, other] = [...texts.values()] as [string, string];
  for (const [no, yes] of BOOLEANS) {
    const isNo = (text: string): boolean => text.toLowerCase() === no;
    const isYes = (text: string): boolean => text.toLowerCase() === yes;
    const why = 'two words for yes and no';
    if (isNo(one) && isYes(other)) return { kind: 'boolean', no: one, yes: other, why, ...facts };
    if (isYes(one) && isNo(other)) return { kind: 'boolean', no: other, yes: one, why, ...facts };
  }
  return null;
}

function classifyMoment(sample: ColumnSample, facts: Facts): ColumnClass | null {
  const format = momentFormatOf(sample);
  if (format === null) return null;
  const { texts, rows } = sample.census;
  let outside = rows - texts.rows;
  const moments: number[] = [];
  const held: number[] = [];
  for (const text of texts.values()) {
    const moment = parseMoment(format, text);
    if (Number.isNaN(moment)) outside += texts.rowsOf(text);
    else {
      moments.push(moment);
      held.push(texts.rowsOf(text));
    }
  }
  return {
    kind: 'moment',
    format,
    hasDate: format.date !== null,
    ...momentStep(moments, (index) => held[index]!),
    why: `written as ${describeMoment(format)}`,
    storage: facts.storage,
    outside: Math.round((outside / rows) * 10_000) / 10_000,
  };
}

/** Numbers that are stored as text, but not codes of digits: of different lengths, without leading zeros. */
function classifyWrittenNumber(
  { column, census }: ColumnSample,
  facts: Facts,
): (ColumnClass & NumberClass) | null {
  if (saysCode(nameWords(column.name))) return null;
  const numbers = new Census<number>();
  const lengths = new Set<number>();
  const decimals = new Set<number>();
  for (const text of census.texts.values()) {
    if (!NUMBER.test(text)) continue;
    const number = Number(text);
    for (let row = census.texts.rowsOf(text); row > 0; row--) numbers.add(number, 0);
    lengths.add(text.length);
    decimals.add(text.split('.')[1]?.length ?? 0);
  }
  if (numbers.rows < 0.95 * census.texts.rows || lengths.size < 2) return null;
  const grain = measureNumbers(numbers);
  return {
    kind: 'number',
    form: grain.decimals === 0 ? 'integer' : 'decimal',
    ...grain,
    storedAs: 'text',
    padded:
      decimals.size === 1 && [...numbers.values()].some((number) => decimalsOf(number) < grain.decimals),
    why: 'numbers that are stored as text',
    storage: facts.storage,
    outside: Math.round((1 - numbers.rows / census.rows) * 10_000) / 10_000,
  };
}
