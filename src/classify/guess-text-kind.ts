import { Census } from '../privacy/census.js';
import type { TextKind } from '../text/text-spec.js';
import type { ColumnSample } from './column-sample.js';
import { guessPersonal } from './guess-personal.js';
import { inferTextMoment } from './infer-moment-format.js';
import type { TextMoment } from './moment-format.js';
import { nameWords, saysCode, saysMoment } from './name-words.js';
import { UUID } from '../text/uuid.js';

export interface GuessedText {
  readonly text: TextKind;
  /** Never kept as a category. */
  readonly isStrict: boolean;
  readonly why: string;
}

const MOST_SAMPLED = 2000;

/** Distinct texts of a column that are not blank, evenly spread over the order of first appearance. */
export function sampleDistinct({ census }: ColumnSample, most = MOST_SAMPLED): string[] {
  const texts = [...census.texts.values()].filter((text) => text.trim() !== '');
  const stride = Math.ceil(texts.length / most);
  return stride <= 1 ? texts : texts.filter((_, i) => i % stride === 0);
}

/** How the column writes moments, when its texts are such. */
export function momentFormatOf(sample: ColumnSample): TextMoment | null {
  const { type, name } = sample.column;
  const isExpected = ['date', 'time', 'timestamp'].includes(type.name) || saysMoment(nameWords(name));
  const texts = sampleDistinct(sample);
  return texts.length === 0 ? null : inferTextMoment(texts, isExpected);
}

/** Whether a column's texts are moments. */
export function isMomentText(sample: ColumnSample): boolean {
  return momentFormatOf(sample) !== null;
}

/** Guesses how texts that are no moments, numbers or categories are made. */
export function guessTextKind(sample: ColumnSample): GuessedText {
  const texts = sampleDistinct(sample);
  const { column, table } = sample;
  if (column.type.name === 'uuid' || shareOf(texts, (text) => UUID.test(text)) >= 0.95) {
    return { text: { form: 'uuid' }, isStrict: true, why: 'the values are UUIDs' };
  }
  const personal = guessPersonal(column.name, table.name, texts);
  if (personal !== null) {
    return { text: { form: 'pii', pii: personal.pii }, isStrict: personal.isStrict, why: personal.why };
  }
  return { isStrict: false, ...guessStyle(sample, texts) };
}

function guessStyle(sample: ColumnSample, texts: readonly string[]): { text: TextKind; why: string } {
  const words = texts.map((text) => text.trim().split(/\s+/).length);
  const meanWords = mean(words);
  const meanLength = mean(texts.map((text) => text.length));
  const spaced = shareOf(texts, (text) => /\s/.test(text.trim()));
  const numbered = shareOf(texts, (text) => /\d/.test(text));
  if (meanWords >= 7 || (meanLength > 60 && meanWords > 3)) {
    return { text: { form: 'free' }, why: `texts of ${Math.round(meanWords)} words on average` };
  }
  if (spaced <= 0.3 && saysCode(nameWords(sample.column.name))) {
    return { text: { form: 'code' }, why: 'its name says code or number, and the values are single words' };
  }
  if (spaced <= 0.1 && numbered >= 0.5) return { text: { form: 'code' }, why: 'single words with digits' };
  const capital = shareOf(texts, (text) => /\p{Lu}/u.test(text) && text === text.toUpperCase());
  if (spaced <= 0.05 && capital >= 0.9 && meanLength <= 6)
    return { text: { form: 'code' }, why: 'short words in capitals' };
  if (numbered >= 0.5 && !shareOf(texts, (text) => /\p{L}{4}/u.test(text)) && arePatterned(sample)) {
    return { text: { form: 'code' }, why: 'letters and digits in few patterns' };
  }
  const shape = meanWords < 1.5 ? 'single words' : 'a few words';
  return { text: { form: 'label' }, why: `${shape} each, too rarely repeated to be a category` };
}

/** Whether few patterns of letters and digits, each held by enough entities, make most values. */
function arePatterned({ census, minEntities }: ColumnSample): boolean {
  const patterns = new Census<string>();
  let entity = 0;
  for (const text of census.texts.values()) {
    patterns.add(text.replace(/\p{L}/gu, 'a').replace(/\d/g, '9'), entity++);
  }
  const held = patterns.heldBy(minEntities).slice(0, 20);
  return held.reduce((sum, { rows }) => sum + rows, 0) >= 0.7 * patterns.rows;
}

function shareOf(texts: readonly string[], test: (text: string) => boolean): number {
  return texts.reduce((count, text) => count + (test(text) ? 1 : 0), 0) / Math.max(1, texts.length);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}
