import { Census } from '../../privacy/census.js';
import type { CharClass, CodePosition, CodeSequence, CodeSpec, CodeTemplate } from '../text-spec.js';
import { learnFrequent } from './learn-frequent.js';
import { countTexts, isUsual, shareOf, thinSample, type TextSample } from './text-sample.js';

type LearnedCode = Omit<CodeSpec, 'maxLength' | 'lengths' | 'check'>;

/** Texts looked at for templates. */
const MOST_TEXTS = 20_000;
const MOST_TEMPLATES = 100;
/** Longer codes are written by the profile alone. */
const LONGEST_TEMPLATE = 256;
const MOST_LIKELY = 12;
/** A character stands as it is when this share of a template's texts has it. */
const LITERAL_SHARE = 0.95;
/** A class describes a position when it holds this share of the characters there. */
const CLASS_SHARE = 0.95;
const LONGEST_PROFILE = 40;
/** A run of digits is a number of its own when it keeps within this share of all numbers of its length. */
const NARROW_SHARE = 0.7;

const CLASS_SIZES: Record<CharClass, number> = {
  digit: 10,
  upper: 26,
  lower: 26,
  upperDigit: 36,
  lowerDigit: 36,
  hexUpper: 16,
  hexLower: 16,
  alnum: 62,
  base64: 64,
};

const CLASSES: readonly (readonly [CharClass, RegExp])[] = [
  ['digit', /[0-9]/],
  ['upper', /\p{Lu}/u],
  ['lower', /\p{Ll}/u],
  ['upperDigit', /[0-9\p{Lu}]/u],
  ['lowerDigit', /[0-9\p{Ll}]/u],
  ['alnum', /[0-9\p{L}]/u],
];

/**
 * Learns how codes are written: templates of character classes, each held by enough entities.
 * @param joinsRest codes that share no template are taken together by length
 */
export function learnCode(sample: TextSample, joinsRest = true): LearnedCode {
  const thin = thinSample(sample, MOST_TEXTS);
  const hex = findHexCase(thin);
  const shapes = thin.texts.map((text) => shapeOf(text, hex));
  const census = new Census<string>();
  shapes.forEach((shape, i) => census.add(shape, thin.entities[i]!));
  const kept = new Set(census.heldBy(sample.minEntities).map(({ value }) => value));
  // What has no usual shape is grouped by length; a key that starts with its length is no shape.
  const groups = shapes.map((shape, i) => {
    if (kept.has(shape)) return shape;
    return joinsRest ? `length ${thin.texts[i]!.length}` : null;
  });
  return {
    kind: 'code',
    templates: learnTemplates(thin, groups, hex),
    profile: learnProfile(thin, hex),
    sequence: findSequence(sample),
    frequent: learnFrequent(sample),
  };
}

type HexCase = 'hexLower' | 'hexUpper' | null;

/** Letters and digits of hexadecimal numbers: long, and only these. */
function findHexCase(sample: TextSample): HexCase {
  const plain = (text: string): string => text.replace(/[-:{} ]/g, '');
  const isMixed = isUsual(sample, 0.8, (text) => /[a-f]/i.test(text) && /\d/.test(text));
  if (!isMixed) return null;
  if (isUsual(sample, 0.98, (text) => /^[0-9a-f]{8,}$/.test(plain(text)))) return 'hexLower';
  return isUsual(sample, 0.98, (text) => /^[0-9A-F]{8,}$/.test(plain(text))) ? 'hexUpper' : null;
}

function shapeOf(text: string, hex: HexCase): string {
  if (hex !== null) return text.replace(/[0-9a-f]/gi, 'x');
  return text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a')
    .replace(/[0-9]/g, '9');
}

function learnTemplates(
  sample: TextSample,
  groups: readonly (string | null)[],
  hex: HexCase,
): CodeTemplate[] {
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    if (group === null) return;
    const list = members.get(group);
    if (list === undefined) members.set(group, [i]);
    else list.push(i);
  });
  const enough = [...members.values()].filter(
    (rows) =>
      sample.texts[rows[0]!]!.length <= LONGEST_TEMPLATE &&
      new Set(rows.map((i) => sample.entities[i]!)).size >= sample.minEntities,
  );
  return enough
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_TEMPLATES)
    .map((rows) => ({
      share: shareOf(rows.length, groups.length),
      positions: learnPositions(sample, rows, hex),
    }));
}

function learnPositions(sample: TextSample, rows: readonly number[], hex: HexCase): CodePosition[] {
  const { length } = sample.texts[rows[0]!]!;
  const positions = Array.from({ length }, (_, place) => learnPosition(sample, rows, place, hex));
  const joined: CodePosition[] = [];
  for (let place = 0; place < length;) {
    const end = digitsEnd(sample, rows, place);
    const number = end - place >= 2 && end - place <= 4 ? learnNumber(sample, rows, place, end) : null;
    const next = number === null ? Math.max(end, place + 1) : end;
    joined.push(...(number === null ? positions.slice(place, next) : [number]));
    place = next;
  }
  return joined;
}

/** Where a run of places ends at which all texts have digits. */
function digitsEnd(sample: TextSample, rows: readonly number[], place: number): number {
  let end = place;
  const isDigit = (i: number): boolean => /[0-9]/.test(sample.texts[i]![end] ?? '');
  while (rows.every(isDigit)) end++;
  return end;
}

/** A number that keeps within part of what its digits could say: a year, a month, a running number. */
function learnNumber(
  sample: TextSample,
  rows: readonly number[],
  start: number,
  end: number,
): CodePosition | null {
  const members = rows.map((i) => ({
    value: Number(sample.texts[i]!.slice(start, end)),
    entity: sample.entities[i]!,
  }));
  members.sort((a, b) => a.value - b.value);
  const from = valueOfEntity(members, sample.minEntities);
  const to = valueOfEntity(members.toReversed(), sample.minEntities);
  if (from === null || to === null || to <= from || to - from >= NARROW_SHARE * 10 ** (end - start))
    return null;
  return { digits: end - start, from, to };
}

/** The value at which so many distinct entities have been met. */
function valueOfEntity(
  members: readonly { value: number; entity: number }[],
  entities: number,
): number | null {
  const met = new Set<number>();
  for (const { value, entity } of members) if (met.add(entity).size >= entities) return value;
  return null;
}

function learnPosition(
  sample: TextSample,
  rows: readonly number[],
  place: number,
  hex: HexCase,
): CodePosition {
  const census = new Census<string>();
  for (const i of rows) census.add(sample.texts[i]![place]!, sample.entities[i]!);
  const held = census.heldBy(sample.minEntities);
  const [first] = held;
  if (first !== undefined && first.rows >= LITERAL_SHARE * rows.length) return first.value;
  const charClass = classOf(census, hex);
  if (charClass === null) return first?.value ?? ' ';
  const likely = held
    .slice(0, MOST_LIKELY)
    .map(({ value, rows: count }): [string, number] => [value, shareOf(count, rows.length)]);
  return isFlat(charClass, likely) ? { class: charClass } : { class: charClass, likely };
}

/** Whether no character stands out among those of its class. */
function isFlat(charClass: CharClass, likely: readonly (readonly [string, number])[]): boolean {
  const [first] = likely;
  return first === undefined || first[1] < 1.5 / CLASS_SIZES[charClass];
}

/** The narrowest class that nearly all characters belong to; null when most are no letters or digits. */
function classOf(census: Census<string>, hex: HexCase): CharClass | null {
  const shareIn = (pattern: RegExp): number => {
    let rows = 0;
    for (const character of census.values()) if (pattern.test(character)) rows += census.rowsOf(character);
    return rows / census.rows;
  };
  if (hex !== null && shareIn(/[0-9a-f]/i) >= CLASS_SHARE) return hex;
  for (const [charClass, pattern] of CLASSES) if (shareIn(pattern) >= CLASS_SHARE) return charClass;
  if (shareIn(/[0-9\p{L}+/.=_-]/u) >= CLASS_SHARE && shareIn(/[0-9\p{L}]/u) >= 0.5) return 'base64';
  return shareIn(/[0-9\p{L}]/u) >= 0.5 ? 'alnum' : null;
}

function learnProfile(sample: TextSample, hex: HexCase): CharClass[] {
  const profile: CharClass[] = [];
  for (let place = 0; place < LONGEST_PROFILE; place++) {
    const census = new Census<string>();
    sample.texts.forEach((text, i) => {
      if (place < text.length) census.add(text[place]!, sample.entities[i]!);
    });
    const entities = new Set(sample.entities.filter((_, i) => place < sample.texts[i]!.length)).size;
    if (entities < sample.minEntities) break;
    profile.push(classOf(census, hex) ?? profile.at(-1) ?? 'alnum');
  }
  return profile;
}

/** Finds running numbers between fixed texts: nearly every number of the range is there, each once. */
function findSequence(sample: TextSample): CodeSequence | null {
  const parts = sample.texts.map((text) => /^(\D*)(\d{1,15})(\D*)$/.exec(text));
  if (parts.some((part) => part === null) || new Set(sample.texts).size < sample.texts.length) return null;
  const fixed = countTexts(sample, (text) => text.replace(/\d+/, '\0'));
  if (fixed.size !== 1 || fixed.entitiesOf([...fixed.values()][0]!) < sample.minEntities) return null;
  const numbers = parts.map((part) => Number(part![2]));
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const greatest = numbers.reduce((a, b) => Math.max(a, b));
  if (numbers.length < 0.5 * (greatest - least + 1)) return null;
  const widths = new Set(parts.map((part) => part![2]!.length));
  const isPadded = parts.some((part) => part![2]!.startsWith('0'));
  return {
    prefix: parts[0]![1]!,
    width: isPadded || widths.size === 1 ? Math.min(...widths) : 0,
    suffix: parts[0]![3]!,
  };
}
