import { isBeyondBigint } from '../introspect/is-beyond-bigint.js';
import type { ColumnClass } from './column-class.js';
import type { ColumnSample } from './column-sample.js';
import { saysYear, nameWords } from './name-words.js';
import { guessTextKind, isMomentText } from './guess-text-kind.js';

/**
 * Recognises columns whose values only identify. A key column that repeats values is part of a longer key and
 * is classed by its values; so is a key of dates or years, since they say more than which row it is.
 * @returns null when the column is no key
 */
export function classifyKey(sample: ColumnSample): ColumnClass | null {
  const { census, isKey, isForeignKey } = sample;
  const { numbers, texts, storage, rows } = census;
  if (!isKey && !isForeignKey) return null;
  const isUnique = numbers.size + texts.size === rows;
  if (!isForeignKey && (!isUnique || isNatural(sample))) return null;
  const why = isForeignKey ? 'refers to another table' : 'each value only identifies its row';
  const outside = Math.min(numbers.rows, texts.rows) / rows;
  if (numbers.rows >= texts.rows || isBeyondBigint(sample.column.type)) {
    return { kind: 'key', form: storage.real > 0 ? 'number' : 'integer', text: null, why, storage, outside };
  }
  return { kind: 'key', form: 'text', text: guessTextKind(sample).text, why, storage, outside };
}

function isNatural(sample: ColumnSample): boolean {
  const { column, census } = sample;
  if (census.texts.rows > census.numbers.rows) return isMomentText(sample);
  const isYear = [...census.numbers.values()].every((value) => value >= 1000 && value <= 2999);
  return isYear && saysYear(nameWords(column.name));
}
