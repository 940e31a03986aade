import type { SqlValue } from '../../batch/batch.js';
import type { LogicalType } from '../../introspect/catalog.js';
import type { ColumnFacts } from '../facts.js';
import { patternOf } from '../pattern/pattern-of.js';
import {
  ANY,
  both,
  choice,
  classOf,
  complement,
  EMPTY,
  END,
  invertRanges,
  literal,
  repeat,
  sequence,
  type Pattern,
  type Range,
} from '../pattern/pattern.js';
import { TextLanguage, TooManyStates, within } from '../pattern/text-language.js';
import { momentDomain } from './moment-domain.js';
import { randomRank } from './random-rank.js';
import type { DomainOptions, ValueDomain } from './domain.js';

const ANY_TEXT = sequence([repeat(ANY, 0, Infinity), END]);
const UPPER: Range = [0x41, 0x5a];
const LOWER: Range = [0x61, 0x7a];
const DIGITS: Range = [0x30, 0x39];
const BLANK: Range = [0x20, 0x20];
/** Signs of codes, addresses and domains: - . _ @ */
const SIGNS: readonly Range[] = [
  [0x2d, 0x2e],
  [0x40, 0x40],
  [0x5f, 0x5f],
];
const PRINTABLE: Range = [0x20, 0x7e];

/** Sets of characters to write texts with, plain ones first. */
const ALPHABETS: readonly (readonly Range[])[] = [
  [LOWER],
  [UPPER],
  [LOWER, DIGITS],
  [UPPER, DIGITS],
  [UPPER, LOWER, DIGITS],
  [LOWER, DIGITS, ...SIGNS],
  [UPPER, DIGITS, ...SIGNS],
  [UPPER, LOWER, DIGITS, ...SIGNS],
  [PRINTABLE],
  invertRanges([]),
];

/** Length of a text of which nothing is said, and by how much it varies. */
const USUAL_LENGTH = 8;
const USUAL_SPREAD = 6;
const COUNTLESS = 2n ** 63n;

/** The texts that a column may hold: matching all patterns, of an allowed length, in one case. */
export function textDomain(facts: ColumnFacts, type: LogicalType, options: DomainOptions): ValueDomain {
  if (type.name === 'bytes') {
    const { minLength, maxLength, from } = facts;
    return encoded(textDomain({ minLength, maxLength, from }, { ...TEXT, maxLength: type.maxLength }, {}));
  }
  if (type.name === 'json' || facts.format === 'json') return jsonDomain();
  if (facts.format) return momentDomain(facts, facts.format);
  const lengths = lengthsOf(facts, type);
  // Where letters match in either case, those of the pattern itself look best.
  const asWritten = facts.patterns?.map((fact) => ({ ...fact, ignoreCase: fact.negated && fact.ignoreCase }));
  try {
    const whole = fullPattern(facts, options);
    const preferred = fullPattern({ ...facts, patterns: asWritten }, options);
    return languageDomain(whole, both([preferred, whole]), lengths);
  } catch (error) {
    if (error instanceof TooManyStates) return { size: null, nth: () => null, draw: () => undefined };
    throw error;
  }
}

const TEXT: Extract<LogicalType, { name: 'text' }> = { name: 'text', maxLength: null, fixed: false };

interface Lengths {
  readonly min: number;
  readonly max: number;
}

function lengthsOf(facts: ColumnFacts, type: LogicalType): Lengths {
  const declared = type.name === 'text' ? (type.maxLength ?? Infinity) : Infinity;
  return { min: facts.minLength ?? 0, max: Math.min(facts.maxLength ?? Infinity, declared) };
}

function fullPattern(facts: ColumnFacts, { caseInsensitive = false }: DomainOptions): Pattern {
  const patterns = (facts.patterns ?? []).flatMap((fact) => patternOf(fact) ?? []);
  const unwanted = (facts.notIn ?? []).flatMap((value) =>
    typeof value === 'string' ? [sequence([literal(value), END])] : [],
  );
  if (unwanted.length > 0) patterns.push(complement(choice(unwanted)));
  if (facts.trimmed) patterns.push(TRIMMED);
  if (typeof facts.min === 'string') patterns.push(atLeast(facts.min, facts.minExclusive === true));
  if (typeof facts.max === 'string')
    patterns.push(complement(atLeast(facts.max, facts.maxExclusive !== true)));
  const all = both([ANY_TEXT, ...patterns]);
  // What differs in case alone counts once: one case stands for both.
  const letterCase = facts.letterCase ?? (caseInsensitive ? richerCase(all) : undefined);
  if (!letterCase) return all;
  return within(all, invertRanges([letterCase === 'upper' ? LOWER : UPPER]));
}

/** Texts that come behind another in the order of code points, or (not `exclusive`) are it. */
function atLeast(bound: string, exclusive: boolean): Pattern {
  const rest = sequence([repeat(ANY, 0, Infinity), END]);
  const characters = [...bound];
  const branches = characters.map((character, i) =>
    sequence([
      literal(characters.slice(0, i).join('')),
      classOf([[character.codePointAt(0)! + 1, 0x10ffff]]),
      rest,
    ]),
  );
  const longer = sequence([literal(bound), exclusive ? ANY : EMPTY, rest]);
  return both([ANY_TEXT, choice([...branches, longer])]);
}

const NOT_BLANK = classOf(invertRanges([BLANK]));
const TRIMMED = choice([
  END,
  sequence([NOT_BLANK, END]),
  sequence([NOT_BLANK, repeat(ANY, 0, Infinity), NOT_BLANK, END]),
]);

/** Lower case, unless that leaves nothing. */
function richerCase(pattern: Pattern): 'upper' | 'lower' {
  return new TextLanguage(within(pattern, invertRanges([UPPER]))).lengths() ? 'lower' : 'upper';
}

/** Part of the texts: those of one alphabet that no plainer alphabet has. */
interface Tier {
  readonly language: TextLanguage;
  /** Lengths in the order in which they are used. */
  readonly lengths: readonly number[];
  readonly size: bigint | null;
}

function languageDomain(pattern: Pattern, preferred: Pattern, limits: Lengths): ValueDomain {
  const whole = new TextLanguage(pattern);
  const tiers = findTiers(pattern, preferred, limits);
  const known: Tier[] = [];
  const tierAt = (i: number): Tier | undefined => {
    while (known.length <= i) {
      const next = tiers.next();
      if (next.done) break;
      known.push(next.value);
    }
    return known[i];
  };
  return {
    size: countTexts(whole, limits),
    nth: (index) => nthText(tierAt, index),
    draw: (seed) => {
      const tier = tierAt(0);
      return tier && drawText(tier, seed);
    },
  };
}

function* findTiers(pattern: Pattern, preferred: Pattern, limits: Lengths): Generator<Tier> {
  const sources = preferred.key === pattern.key ? [pattern] : [preferred, pattern];
  let used: Pattern | null = null;
  for (const source of sources) {
    for (const alphabet of ALPHABETS) {
      const part = within(source, alphabet);
      const fresh: Pattern = used ? both([part, complement(used)]) : part;
      used = used ? choice([used, part]) : part;
      const tier = tierOf(new TextLanguage(fresh), limits);
      if (tier) yield tier;
    }
  }
}

function tierOf(language: TextLanguage, { min, max }: Lengths): Tier | null {
  const span = language.lengths();
  if (!span) return null;
  const shortest = Math.max(min, span.shortest);
  const longest = Math.min(max, span.longest ?? Infinity);
  if (shortest > longest) return null;
  const usual = Math.min(Math.max(shortest, Math.min(USUAL_LENGTH, longest)), longest);
  const longer = range(usual, Math.min(longest, usual + USUAL_SPREAD));
  const shorter = range(shortest, usual - 1).reverse();
  const lengths = [...longer, ...shorter].filter((length) => language.count(length) > 0n);
  return lengths.length === 0 ? null : { language, lengths, size: countTexts(language, { min, max }) };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, i) => from + i);
}

/** Texts of allowed lengths; null when there are more than 2^63. */
function countTexts(language: TextLanguage, { min, max }: Lengths): bigint | null {
  const span = language.lengths();
  if (!span) return 0n;
  let sum = 0n;
  const longest = Math.min(max, span.longest ?? Infinity);
  for (let length = Math.max(min, span.shortest); length <= longest; length++) {
    sum += language.count(length);
    if (sum > COUNTLESS || length > MAX_COUNTED_LENGTH) return null;
  }
  return sum;
}

const MAX_COUNTED_LENGTH = 1000;

function nthText(tierAt: (i: number) => Tier | undefined, index: bigint): SqlValue {
  let rest = index;
  for (let i = 0; ; i++) {
    const tier = tierAt(i);
    if (!tier) return null;
    if (tier.size === null || rest < tier.size) return textOfTier(tier, rest);
    rest -= tier.size;
  }
}

/** The n-th text of a tier: its usual lengths first, then ever longer ones. */
function textOfTier({ language, lengths }: Tier, index: bigint): string {
  let rest = index;
  const beyond = Math.max(...lengths);
  for (let i = 0; ; i++) {
    const length = lengths[i] ?? beyond + 1 + i - lengths.length;
    const count = language.count(length);
    if (rest < count) return language.nth(length, rest);
    rest -= count;
  }
}

/** Any of the usual lengths, then any text of it. */
function drawText({ language, lengths }: Tier, seed: number): string {
  const usual = lengths.filter((length) => length >= lengths[0]!);
  const length = usual[Number(randomRank(seed, BigInt(usual.length), 1))]!;
  return language.nth(length, randomRank(seed, language.count(length), 2));
}

/** Objects with one number. */
function jsonDomain(): ValueDomain {
  return {
    size: null,
    nth: (index) => `{"n":${index}}`,
    draw: (seed) => `{"n":${randomRank(seed, 1000n)}}`,
  };
}

/** Texts as bytes. */
function encoded(texts: ValueDomain): ValueDomain {
  const encoder = new TextEncoder();
  const encode = <T>(value: T): T | Uint8Array => (typeof value === 'string' ? encoder.encode(value) : value);
  return {
    size: texts.size,
    nth: (index) => encode(texts.nth(index)),
    draw: (seed) => encode(texts.draw(seed)),
  };
}
