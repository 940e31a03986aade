import type { ProseSpec } from '../text-spec.js';
import { learnLettering } from './learn-lettering.js';
import { isUsual, thinSample, type TextSample } from './text-sample.js';

const MOST_TEXTS = 2000;
const USUAL_SENTENCE = 10;
const UNLEARNED = { letterCase: 'sentence', script: 'ascii' } as const;

/** Learns how sentences are written: how long, in which letters, with which ends. */
export function learnProse(sample: TextSample): Omit<ProseSpec, 'maxLength' | 'lengths'> {
  const thin = thinSample(sample, MOST_TEXTS);
  let words = 0;
  let sentences = 0;
  for (const text of thin.texts) {
    words += text.match(/\S+/g)?.length ?? 0;
    sentences += Math.max(1, text.match(/[.!?](?=\s|$)/g)?.length ?? 1);
  }
  const isLearned = new Set(thin.entities).size >= sample.minEntities;
  return {
    kind: 'prose',
    ...(isLearned ? learnLettering(sample) : UNLEARNED),
    wordsPerSentence: isLearned ? Math.min(30, Math.max(3, Math.round(words / sentences))) : USUAL_SENTENCE,
    closed: !isLearned || isUsual(thin, 0.5, (text) => /[.!?]\s*$/.test(text)),
    lines: isUsual(thin, 0.2, (text) => text.includes('\n')),
  };
}
