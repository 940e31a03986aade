import { hash32 } from '../../random/hash.js';
import { numberPart } from '../digits.js';
import { fitParts, type Part } from '../fit-parts.js';
import { literal, oneOf, type Frame, type Slot } from '../frame.js';
import { inventWord } from '../invent-word.js';
import type { EmailSpec, LetterCase, LocalPattern, UserNameSpec } from '../text-spec.js';
import { wordPart } from '../word-part.js';
import { wordsOf } from '../word-pool.js';

const SPLITS = 8;
const FEWEST_UNIQUE = 25;
const EXAMPLES = ['example.com', 'example.org', 'example.net'];
/** Shortest domain that `domainSlots` can make. */
export const SHORTEST_DOMAIN = 6;

/** Frames for user names of a length. */
export function userNameFrames(spec: UserNameSpec, length: number, isUnique: boolean): Frame[] {
  const frames = localParts(spec, isUnique).flatMap(({ parts, weight }, i) =>
    fitParts(parts, length, weight, SPLITS, hash32(length, i)),
  );
  if (frames.length > 0) return frames;
  const lettering = { letterCase: spec.letterCase, script: 'ascii' } as const;
  return [{ slots: inventWord(length, lettering), weight: 1 }];
}

/** Frames for e-mail addresses of a length, at reserved domains. */
export function emailFrames(spec: EmailSpec, length: number, isUnique: boolean): Frame[] {
  const locals = localParts(spec, isUnique);
  const frames = spec.domainLengths.flatMap(([domainLength, share], d) =>
    locals.flatMap(({ parts, weight }, i) =>
      fitParts(
        [...parts, '@', domainPart(domainLength, domainLength, spec.oneDomain)],
        length,
        weight * share,
        SPLITS,
        hash32(length, d, i),
      ),
    ),
  );
  if (frames.length > 0) return frames;
  const anyDomain = domainPart(SHORTEST_DOMAIN, 40, spec.oneDomain);
  const word: Part = {
    min: 1,
    max: 40,
    mean: 8,
    slots: (size) => inventWord(size, { letterCase: 'lower', script: 'ascii' }),
  };
  return fitParts([word, '@', anyDomain], length, 1, SPLITS, length);
}

/**
 * Slots for a domain that belongs to nobody (RFC 2606).
 * @param length number of characters, at least `SHORTEST_DOMAIN`
 * @param isOne the same domain for all rows
 */
export function domainSlots(length: number, isOne: boolean): readonly Slot[] {
  const key = isOne ? -length : length;
  let slots = domains.get(key);
  if (slots === undefined) domains.set(key, (slots = makeDomain(length, isOne)));
  return slots;
}

const domains = new Map<number, readonly Slot[]>();

function makeDomain(length: number, isOne: boolean): Slot[] {
  if (length === EXAMPLES[0]!.length)
    return isOne ? [literal(EXAMPLES[0]!)] : [{ kind: 'word', words: EXAMPLES }];
  const [name, tail] = length > 10 ? [length - 8, '.example'] : [length - 5, '.test'];
  const lettering = { letterCase: 'lower', script: 'ascii' } as const;
  const words = wordsOf('noun', name, lettering).filter((word) => /^[a-z]+$/.test(word));
  if (words.length === 0) {
    const half = Math.floor(name / 2);
    const slots =
      name > 20
        ? [...domainName(half - 1), literal('-'), ...domainName(name - half)]
        : inventWord(name, lettering);
    return [...slots, literal(tail)];
  }
  return [isOne ? literal(words[length % words.length]!) : { kind: 'word', words }, literal(tail)];
}

function domainName(length: number): Slot[] {
  return inventWord(length, { letterCase: 'lower', script: 'ascii' });
}

function domainPart(min: number, max: number, isOne: boolean): Part {
  return { min, max, mean: (min + max) / 2, slots: (length) => domainSlots(length, isOne) };
}

interface Local {
  readonly parts: Part[];
  readonly weight: number;
}

function localParts(spec: UserNameSpec | EmailSpec, isUnique: boolean): Local[] {
  return spec.patterns.flatMap(({ pattern, share }) => {
    const parts = patternParts(pattern, spec.letterCase, isUnique);
    const plain = { parts, weight: share * Math.max(0.01, 1 - spec.digitShare) };
    const numbered = { parts: [...parts, numberPart(2)], weight: share * spec.digitShare };
    // Digits are left to addresses that are built from names and numbered.
    if (isUnique) return [plain];
    return [plain, numbered].filter(({ weight }) => weight > 0);
  });
}

function patternParts(pattern: LocalPattern, letterCase: LetterCase, isUnique: boolean): Part[] {
  const lettering = { letterCase, script: 'ascii' } as const;
  const fewest = isUnique ? FEWEST_UNIQUE : 2;
  const first = wordPart('firstHandle', lettering, fewest, { min: 2, max: 11, mean: 6 });
  const last = wordPart('lastHandle', lettering, fewest, { min: 2, max: 12, mean: 7 });
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const initial: Part = {
    min: 1,
    max: 1,
    mean: 1,
    slots: () => [oneOf(letterCase === 'lower' ? letters : letters.toUpperCase())],
  };
  switch (pattern) {
    case 'first.last':
      return [first, '.', last];
    case 'first_last':
      return [first, '_', last];
    case 'first-last':
      return [first, '-', last];
    case 'firstlast':
      return [first, last];
    case 'f.last':
      return [initial, '.', last];
    case 'flast':
      return [initial, last];
    case 'firstl':
      return [first, initial];
    case 'first':
      return [first];
    case 'last':
      return [last];
    case 'last.first':
      return [last, '.', first];
    case 'lastfirst':
      return [last, first];
    case 'lastf':
      return [last, initial];
  }
}
