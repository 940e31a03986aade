import { hash32 } from '../../random/hash.js';
import { numberPart } from '../digits.js';
import { fitParts, type Part } from '../fit-parts.js';
import { oneOf, type Frame } from '../frame.js';
import { innerCase, isLatin } from '../lettering.js';
import type { LabelShape, LabelToken, Lettering } from '../text-spec.js';
import { wordPart } from '../word-part.js';

/** Ways to share a length among the words of one shape. */
const SPLITS = 8;
/** Shapes tried for one length. */
const SHAPES = 10;
const LONGEST_WORD = 14;

/**
 * Frames for labels of a length: words and numbers in the learned shapes, or words side by side where no
 * learned shape is that long.
 * @param isUnique texts must not repeat: single words are invented, since lists are short
 */
export function labelFrames(
  shapes: readonly LabelShape[],
  lettering: Lettering,
  length: number,
  isUnique: boolean,
): Frame[] {
  const frames = likelyShapes(shapes, length).flatMap(({ shape, weight }, i) =>
    fitParts(partsOf(shape.tokens, lettering, isUnique), length, weight, SPLITS, hash32(length, i)),
  );
  return frames.length > 0 ? frames : plainFrames(lettering, length, isUnique);
}

/**
 * Frames for words side by side.
 */
export function plainFrames(lettering: Lettering, length: number, isUnique: boolean): Frame[] {
  if (length === 1) return [{ slots: [oneOf(letterOf(lettering))], weight: 1 }];
  const usual = Math.max(1, Math.round((length + 1) / 7.2));
  const counts = isUnique && usual > 1 ? [usual] : [usual, usual + 1];
  return counts.flatMap((words, i) => {
    const parts = Array.from({ length: words }, (_, at) =>
      wordOf(lettering, at === 0, words === 1, isUnique),
    );
    return fitParts(withSpaces(parts), length, i === 0 ? 0.7 : 0.3, SPLITS, hash32(length, i));
  });
}

function likelyShapes(
  shapes: readonly LabelShape[],
  length: number,
): { shape: LabelShape; weight: number }[] {
  return shapes
    .map((shape) => {
      const distance = (length - shape.meanLength) / Math.max(1, shape.spread);
      return {
        shape,
        weight: (shape.share * Math.exp((-distance * distance) / 2)) / Math.max(1, shape.spread),
      };
    })
    .filter(({ weight }) => weight > 1e-6)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, SHAPES);
}

function partsOf(tokens: readonly LabelToken[], { script }: Lettering, isUnique: boolean): Part[] {
  const isAlone = tokens.filter((token) => typeof token !== 'string').length === 1;
  return tokens.map((token, i) => {
    if (typeof token === 'string') return token;
    if ('digits' in token) return numberPart(token.digits);
    return wordOf({ letterCase: token.word, script }, i === 0, isAlone, isUnique);
  });
}

function wordOf(lettering: Lettering, isFirst: boolean, isAlone: boolean, isUnique: boolean): Part {
  const letterCase = isFirst ? lettering.letterCase : innerCase(lettering.letterCase);
  const fewest = !isUnique ? 3 : isAlone ? Infinity : 25;
  const part = wordPart('word', { ...lettering, letterCase }, fewest, { min: 1, max: LONGEST_WORD, mean: 6 });
  if (isUnique || letterCase !== 'lower' || !isLatin(lettering.script)) return part;
  const little = wordPart('preposition', { ...lettering, letterCase }, 3);
  return { ...part, slots: (length) => (length <= 3 ? little : part).slots(length) };
}

function withSpaces(parts: readonly Part[]): Part[] {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [' ', part]));
}

function letterOf({ letterCase }: Lettering): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return letterCase === 'lower' ? letters : letters.toUpperCase();
}
