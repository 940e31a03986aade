import type { FrequentText } from '../text-spec.js';
import { countTexts, shareOf, type TextSample } from './text-sample.js';

/** Values kept at most. */
const MOST_VALUES = 1000;

/** Finds whole values that enough entities hold. */
export function learnFrequent(sample: TextSample): FrequentText[] {
  const census = countTexts(sample, (text) => text);
  return census
    .heldBy(Math.max(2, sample.minEntities))
    .slice(0, MOST_VALUES)
    .map(({ value, rows }) => ({ value, share: shareOf(rows, census.rows) }));
}
