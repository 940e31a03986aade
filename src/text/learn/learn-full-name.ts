import { plainLetters, plainNames } from '../write-handle.js';
import type { FullNameSpec } from '../text-spec.js';
import { nameAt, type NameColumns } from './name-columns.js';
import { isUsual, thinSample, type TextSample } from './text-sample.js';

const MOST_TEXTS = 5000;
/** Share of rows in which the full name must be made of the names beside it. */
const FROM_NAMES_SHARE = 0.6;

/** Learns the order of full names, and whether they repeat the first and last name of the same row. */
export function learnFullName(
  sample: TextSample,
  { firstName, lastName }: NameColumns,
): Pick<FullNameSpec, 'kind' | 'lastFirst' | 'fromNames'> {
  const thin = thinSample(sample, MOST_TEXTS);
  const repeats = thin.texts.map((text, i) => {
    const row = thin.rows[i]!;
    const [first, last] = plainNames({ firstName: nameAt(firstName, row), lastName: nameAt(lastName, row) });
    const plain = plainLetters(text);
    return first !== '' && last !== '' && (plain === first + last || plain === last + first);
  });
  const holders = new Set(thin.entities.filter((_, i) => repeats[i]));
  return {
    kind: 'fullName',
    lastFirst: isUsual(thin, 0.5, (text) => text.includes(', ')),
    fromNames:
      holders.size >= sample.minEntities &&
      repeats.filter(Boolean).length >= FROM_NAMES_SHARE * repeats.length,
  };
}
