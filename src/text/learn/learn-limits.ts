import type { TextLimits } from '../text-spec.js';
import { countTexts, shareOf, type TextSample } from './text-sample.js';

/** Share of texts longer than the declared length from which the declaration is not believed (SQLite ignores it). */
const IGNORED_SHARE = 0.01;

/**
 * Learns how long texts are, and how long they may be.
 * @param declared length that the schema allows, null without a limit
 */
export function learnLimits(sample: TextSample, declared: number | null): TextLimits {
  const census = countTexts(sample, (text) => text.length);
  const longer = declared === null ? 0 : sample.texts.filter((text) => text.length > declared).length;
  return {
    maxLength: longer > IGNORED_SHARE * sample.texts.length ? null : declared,
    lengths: census
      .heldBy(sample.minEntities)
      .map(({ value, rows }): [number, number] => [value, shareOf(rows, census.rows)])
      .sort(([a], [b]) => a - b),
  };
}
