import { Census } from '../../privacy/census.js';
import type { LabelShape, LabelSpec, LabelToken } from '../text-spec.js';
import { learnFrequent } from './learn-frequent.js';
import { learnLettering } from './learn-lettering.js';
import { countTexts, shareOf, thinSample, type TextSample } from './text-sample.js';

type LearnedLabel = Omit<LabelSpec, 'maxLength' | 'lengths'>;

const MOST_TEXTS = 20_000;
const MOST_SHAPES = 60;
const MOST_TOKENS = 24;
const LITERAL_SHARE = 0.95;

/**
 * Learns what short texts are made of: words in their letter case, numbers, and what stands between them.
 */
export function learnLabel(sample: TextSample): LearnedLabel {
  const thin = thinSample(sample, MOST_TEXTS);
  return {
    kind: 'label',
    ...learnLettering(sample),
    shapes: learnShapes(thin),
    frequent: learnFrequent(sample),
  };
}

interface Group {
  readonly tokens: readonly LabelToken[];
  /** Words at each place. */
  readonly words: readonly Census<string>[];
  /** Number of digits per number, summed over texts. */
  readonly digits: number[];
  rows: number;
  lengths: number;
  squares: number;
}

function learnShapes(sample: TextSample): LabelShape[] {
  const census = new Census<string>();
  const texts = countTexts(sample, (text) => text);
  const groups = new Map<string, Group>();
  sample.texts.forEach((text, i) => {
    const pieces = cutPieces(text);
    if (pieces === null) return;
    const tokens = pieces.map(tokenOf);
    const key = JSON.stringify(
      tokens.map((token) => (typeof token === 'object' && 'digits' in token ? 0 : token)),
    );
    census.add(key, sample.entities[i]!);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = newGroup(tokens)));
    tokens.forEach((token, at) => {
      if (typeof token === 'string') return;
      if ('digits' in token) group.digits[at]! += token.digits;
      else group.words[at]!.add(pieces[at]!, sample.entities[i]!);
    });
    group.rows++;
    group.lengths += text.length;
    group.squares += text.length ** 2;
  });
  return census
    .heldBy(sample.minEntities)
    .slice(0, MOST_SHAPES)
    .map(({ value }) => describeGroup(groups.get(value)!, sample, texts));
}

function newGroup(tokens: readonly LabelToken[]): Group {
  const words = tokens.map(() => new Census<string>());
  return { tokens, words, digits: tokens.map(() => 0), rows: 0, lengths: 0, squares: 0 };
}

function describeGroup(group: Group, sample: TextSample, texts: Census<string>): LabelShape {
  const { rows, lengths, squares } = group;
  const mean = lengths / rows;
  return {
    share: shareOf(rows, sample.texts.length),
    tokens: group.tokens.map((token, at) => describeToken(group, token, at, sample.minEntities, texts)),
    meanLength: Math.round(mean * 10) / 10,
    spread: Math.round(Math.sqrt(Math.max(0, squares / rows - mean ** 2)) * 10) / 10,
  };
}

/**
 * A word stands as it is when nearly all texts of the shape have it: "Group A", "Brazil vs Sweden"; unless it is
 * also the whole text of a few.
 */
function describeToken(
  group: Group,
  token: LabelToken,
  at: number,
  minEntities: number,
  texts: Census<string>,
): LabelToken {
  if (typeof token === 'string') return token;
  if ('digits' in token) return { digits: Math.max(1, Math.round(group.digits[at]! / group.rows)) };
  const [usual] = group.words[at]!.heldBy(minEntities);
  if (usual === undefined || usual.rows < LITERAL_SHARE * group.rows) return token;
  const isRareText = texts.rowsOf(usual.value) > 0 && texts.entitiesOf(usual.value) < minEntities;
  return isRareText ? token : usual.value;
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
