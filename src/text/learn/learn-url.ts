import type { UrlSpec } from '../text-spec.js';
import { countTexts, isUsual, thinSample, type TextSample } from './text-sample.js';

const MOST_TEXTS = 5000;

/** Learns the form of addresses of pages; hosts and paths are invented. */
export function learnUrl(sample: TextSample): Omit<UrlSpec, 'maxLength' | 'lengths'> {
  const thin = thinSample(sample, MOST_TEXTS);
  const isBare = isUsual(thin, 0.5, (text) => !text.includes('://'));
  const extensions = countTexts(
    thin,
    (text) => /\.[a-z0-9]{2,4}$/i.exec(text.replace(/^[a-z]+:\/\/[^/]*/i, ''))?.[0] ?? '',
  );
  const [usual] = extensions.heldBy(sample.minEntities);
  return {
    kind: 'url',
    scheme: isBare ? '' : isUsual(thin, 0.5, (text) => text.startsWith('http://')) ? 'http://' : 'https://',
    www: isUsual(thin, 0.5, (text) => /^([a-z]+:\/\/)?www\./i.test(text)),
    path: !isUsual(thin, 0.5, (text) => !/^([a-z]+:\/\/)?[^/]+\/./i.test(text)),
    extension: usual !== undefined && usual.rows >= 0.5 * extensions.rows ? usual.value : '',
  };
}
