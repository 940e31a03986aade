import { Census } from '../../privacy/census.js';
import type { CharClass, CodePosition, CodeSequence, CodeSpec, CodeTemplate } from '../text-spec.js';
import { learnFrequent } from './learn-frequent.js';
import { countTexts, isUsual, shareOf, thinSample, type TextSample } from './text-sample.js';

type LearnedCode = Omit<CodeSpec, 'maxLength' | 'lengths' | 'check'>;

/** Texts looked at for templates. */
const MOST_TEXTS = 20_000;
const MOST_TEMPLATES = 100;
const MOST_LIKELY = 12;
/** A character stands as it is when this share of a template's texts has it. */
const LITERAL_SHARE = 0.95;
/** A class describes a position when it holds this share of the characters there. */
const CLASS_SHARE = 0.95;
const LONGEST_PROFILE = 40;

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
 * Codes that share no template are taken together by length.
 */
export function learnCode(sample: TextSample): LearnedCode {
  const thin = thinSample(sample, MOST_TEXTS);
  const hex = findHexCase(thin);
  const shapes = thin.texts.map((text) => shapeOf(text, hex));
  const census = new Census<string>();
  shapes.forEach((shape, i) => census.add(shape, thin.entities[i]!));
  const kept = new Set(census.heldBy(sample.minEntities).map(({ value }) => value));
  // What has no usual shape is grouped by length; a key that starts with its length is no shape.
  const groups = shapes.map((shape, i) => (kept.has(shape) ? shape : `length ${thin.texts[i]!.length}`));
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

function learnTemplates(sample: TextSample, groups: readonly string[], hex: HexCase): CodeTemplate[] {
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const list = members.get(group);
    if (list === undefined) members.set(group, [i]);
    else list.push(i);
  });
  const enough = [...members.values()].filter(
    (rows) => new Set(rows.map((i) => sample.entities[i]!)).size >= sample.minEntities,
  );
  return enough
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_TEMPLATES)
    .map((rows) => ({
      share: shareOf(rows.length, groups.length),
      positions: Array.from({ length: sample.texts[rows[0]!]!.length }, (_, place) =>
        learnPosition(sample, rows, place, hex),
      ),
    }));
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
  return isFlat(census, likely) ? { class: charClass } : { class: charClass, likely };
}

/** Whether no character stands out among those of its position. */
function isFlat(census: Census<string>, likely: readonly (readonly [string, number])[]): boolean {
  const [first] = likely;
  return first === undefined || first[1] < 1.5 / census.size;
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
