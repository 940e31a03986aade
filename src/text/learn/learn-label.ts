import { Census } from '../../privacy/census.js';
import type { LabelShape, LabelSpec, LabelToken } from '../text-spec.js';
import { learnFrequent } from './learn-frequent.js';
import { learnLettering } from './learn-lettering.js';
import { countTexts, shareOf, thinSample, type TextSample } from './text-sample.js';

type LearnedLabel = Omit<LabelSpec, 'maxLength' | 'lengths'>;

const MOST_TEXTS = 20_000;
const MOST_SHAPES = 60;
const MOST_TOKENS = 24;
/** A word stands as it is when this share of a shape's texts have it. */
const LITERAL_SHARE = 0.95;
/** A word that this share of a shape's texts have makes a shape of its own: "... Airport". */
const SPLIT_SHARE = 0.15;

/**
 * Learns what short texts are made of: words in their letter case, numbers, what stands between them, and words
 * that enough entities have at the same place.
 */
export function learnLabel(sample: TextSample): LearnedLabel {
  const thin = thinSample(sample, MOST_TEXTS);
  const frequent = learnFrequent(sample);
  return {
    kind: 'label',
    ...learnLettering(sample),
    shapes: learnShapes(thin, new Set(frequent.map(({ value }) => value))),
    frequent,
  };
}

/** A text in pieces. */
interface Member {
  readonly pieces: readonly string[];
  readonly entity: number;
  readonly length: number;
}

/** Shapes of the texts that do not stand as a whole. */
function learnShapes(sample: TextSample, frequent: ReadonlySet<string>): LabelShape[] {
  const texts = countTexts(sample, (text) => text);
  const groups = new Map<string, Member[]>();
  sample.texts.forEach((text, i) => {
    const pieces = frequent.has(text) ? null : cutPieces(text);
    if (pieces === null) return;
    const key = JSON.stringify(pieces.map((piece) => shapeKey(tokenOf(piece))));
    const member = { pieces, entity: sample.entities[i]!, length: text.length };
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  });
  const isOpen = (word: string): boolean =>
    texts.rowsOf(word) === 0 || texts.entitiesOf(word) >= sample.minEntities;
  return [...groups.values()]
    .flatMap((group) => splitGroup(group, sample.minEntities, isOpen))
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_SHAPES)
    .map((group) => describeGroup(group, sample, isOpen));
}

/** Digits differ in number without making another shape. */
function shapeKey(token: LabelToken): unknown {
  return typeof token === 'object' && 'digits' in token ? 0 : token;
}

/**
 * Parts texts of one shape by the word that most of them have at the same place, and so on with both parts.
 * @param isOpen whether a word may be told: it is not the whole text of a few
 * @returns groups that enough entities are behind
 */
function splitGroup(group: Member[], minEntities: number, isOpen: (word: string) => boolean): Member[][] {
  if (new Set(group.map(({ entity }) => entity)).size < minEntities) return [];
  let best: { at: number; word: string; rows: number } | null = null;
  group[0]!.pieces.forEach((piece, at) => {
    if (typeof tokenOf(piece) === 'string') return;
    const [usual] = countPieces(group, at).heldBy(minEntities);
    if (usual === undefined || usual.rows >= LITERAL_SHARE * group.length || !isOpen(usual.value)) return;
    if (usual.rows > (best?.rows ?? SPLIT_SHARE * group.length))
      best = { at, word: usual.value, rows: usual.rows };
  });
  if (best === null) return [group];
  const { at, word }: { at: number; word: string } = best;
  const having = group.filter(({ pieces }) => pieces[at] === word);
  const others = group.filter(({ pieces }) => pieces[at] !== word);
  return [having, others].flatMap((part) => splitGroup(part, minEntities, isOpen));
}

function describeGroup(
  group: readonly Member[],
  sample: TextSample,
  isOpen: (word: string) => boolean,
): LabelShape {
  const mean = group.reduce((sum, { length }) => sum + length, 0) / group.length;
  const variance = group.reduce((sum, { length }) => sum + (length - mean) ** 2, 0) / group.length;
  const tokens = group[0]!.pieces.map((_, at) => describeToken(group, at, sample.minEntities, isOpen));
  const isWhole = tokens.every((token) => typeof token === 'string');
  return {
    share: shareOf(group.length, sample.texts.length),
    // Fixed words at all places would tell a text that too few entities have.
    tokens: isWhole ? group[0]!.pieces.map(tokenOf) : tokens,
    meanLength: Math.round(mean * 10) / 10,
    spread: Math.round(Math.sqrt(variance) * 10) / 10,
  };
}

function describeToken(
  group: readonly Member[],
  at: number,
  minEntities: number,
  isOpen: (word: string) => boolean,
): LabelToken {
  const token = tokenOf(group[0]!.pieces[at]!);
  if (typeof token === 'string') return token;
  if ('digits' in token) {
    const digits = group.reduce((sum, { pieces }) => sum + pieces[at]!.length, 0) / group.length;
    return { digits: Math.max(1, Math.round(digits)) };
  }
  const [usual] = countPieces(group, at).heldBy(minEntities);
  const isFixed = usual !== undefined && usual.rows >= LITERAL_SHARE * group.length && isOpen(usual.value);
  return isFixed ? usual.value : token;
}

function countPieces(group: readonly Member[], at: number): Census<string> {
  const census = new Census<string>();
  for (const { pieces, entity } of group) census.add(pieces[at]!, entity);
  return census;
}

/** Cuts a text into words, numbers and what is between them; null when there are too many to make a shape. */
function cutPieces(text: string): string[] | null {
  const pieces = text.match(/[\p{L}\p{M}']+|\d+|[^\p{L}\p{M}'\d]+/gu) ?? [];
  return pieces.length > MOST_TOKENS ? null : pieces;
}

function tokenOf(piece: string): LabelToken {
  if (/^\d/.test(piece)) return { digits: piece.length };
  return /^[\p{L}\p{M}']/u.test(piece) ? { word: wordCase(piece) } : piece;
}

function wordCase(word: string): 'title' | 'upper' | 'lower' {
  const isLower = word === word.toLowerCase();
  const isUpper = word === word.toUpperCase();
  // Letters without case are as good as capitalised.
  return isLower === isUpper ? 'title' : isLower ? 'lower' : 'upper';
}
