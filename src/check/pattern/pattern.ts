/**
 * Sets of texts, as a small algebra closed under intersection and complement: what LIKE, GLOB, SIMILAR TO and
 * regular expressions describe. A text is its code points and the mark END behind them; a regular expression is
 * first built over START text END, so that `^` and `$` are ordinary characters.
 */
export type Pattern =
  | { readonly kind: 'none'; readonly key: string }
  | { readonly kind: 'empty'; readonly key: string }
  | { readonly kind: 'class'; readonly ranges: readonly Range[]; readonly key: string }
  | { readonly kind: 'sequence'; readonly first: Pattern; readonly rest: Pattern; readonly key: string }
  | { readonly kind: 'choice' | 'both'; readonly parts: readonly Pattern[]; readonly key: string }
  | {
      readonly kind: 'repeat';
      readonly body: Pattern;
      readonly min: number;
      readonly max: number;
      readonly key: string;
    }
  | { readonly kind: 'not'; readonly body: Pattern; readonly key: string };

/** Code points from the first to the second, both included. */
export type Range = readonly [number, number];

const LAST_CHARACTER = 0x10ffff;
export const START_MARK = 0x110000;
export const END_MARK = 0x110001;

/** The set without texts. */
export const NONE: Pattern = { kind: 'none', key: '∅' };

/** The empty text alone. */
export const EMPTY: Pattern = { kind: 'empty', key: 'ε' };

/** Any one character; halves of surrogate pairs are none. */
export const ANY: Pattern = classOf([
  [0, 0xd7ff],
  [0xe000, LAST_CHARACTER],
]);

/** Any one character or mark. */
const ANY_OR_MARK: Pattern = classOf([[0, END_MARK]]);

export const START: Pattern = classOf([[START_MARK, START_MARK]]);

export const END: Pattern = classOf([[END_MARK, END_MARK]]);

/** Whatever stands before or behind what a regular expression finds. */
export const REST: Pattern = repeat(ANY_OR_MARK, 0, Infinity);

/** One character of a set. */
export function classOf(ranges: readonly Range[]): Pattern {
  const merged = mergeRanges(ranges);
  if (merged.length === 0) return NONE;
  return {
    kind: 'class',
    ranges: merged,
    key: `[${merged.map(([low, high]) => `${low}-${high}`).join(',')}]`,
  };
}

/** Sorts ranges and joins those that touch. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else if (low <= high) merged.push([low, high]);
  }
  return merged;
}

/** All characters that are not in the ranges. */
export function invertRanges(ranges: readonly Range[]): Range[] {
  const inverse: Range[] = [];
  let next = 0;
  for (const [low, high] of mergeRanges([...ranges, [0xd800, 0xdfff]])) {
    if (low > next) inverse.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= LAST_CHARACTER) inverse.push([next, LAST_CHARACTER]);
  return inverse;
}

/** A text as it stands; with `ignoreCase` in any case. */
export function literal(text: string, ignoreCase = false): Pattern {
  return sequence(
    [...text].map((character) => {
      const point = character.codePointAt(0)!;
      return classOf(ignoreCase ? foldRanges([[point, point]]) : [[point, point]]);
    }),
  );
}

/** Adds the other case of every ASCII letter. */
export function foldRanges(ranges: readonly Range[]): Range[] {
  const folded: Range[] = [...ranges];
  for (const [low, high] of ranges) {
    addShifted(folded, Math.max(low, 0x41), Math.min(high, 0x5a), 0x20);
    addShifted(folded, Math.max(low, 0x61), Math.min(high, 0x7a), -0x20);
  }
  return mergeRanges(folded);
}

function addShifted(ranges: Range[], low: number, high: number, by: number): void {
  if (low <= high) ranges.push([low + by, high + by]);
}

/** One pattern behind the other. */
export function sequence(parts: readonly Pattern[]): Pattern {
  return parts.reduceRight((rest: Pattern, first) => pair(first, rest), EMPTY);
}

function pair(first: Pattern, rest: Pattern): Pattern {
  if (first.kind === 'none' || rest.kind === 'none') return NONE;
  if (first.kind === 'empty') return rest;
  if (rest.kind === 'empty') return first;
  if (first.kind === 'sequence') return pair(first.first, pair(first.rest, rest));
  return { kind: 'sequence', first, rest, key: `(${first.key}${rest.key})` };
}

/** Any of the patterns. */
export function choice(parts: readonly Pattern[]): Pattern {
  const flat = parts.flatMap((part) => (part.kind === 'choice' ? part.parts : [part]));
  const classes = flat.flatMap((part) => (part.kind === 'class' ? part.ranges : []));
  const others = flat.filter((part) => part.kind !== 'none' && part.kind !== 'class');
  const options = distinct(classes.length > 0 ? [classOf(classes), ...others] : others);
  if (options.some((option) => option.kind === 'not' && option.body.kind === 'none')) return not(NONE);
  if (options.length === 0) return NONE;
  if (options.length === 1) return options[0]!;
  return { kind: 'choice', parts: options, key: `(${options.map((option) => option.key).join('|')})` };
}

/** What all patterns have in common. */
export function both(parts: readonly Pattern[]): Pattern {
  const flat = parts.flatMap((part) => (part.kind === 'both' ? part.parts : [part]));
  if (flat.some((part) => part.kind === 'none')) return NONE;
  const needed = distinct(flat.filter((part) => !(part.kind === 'not' && part.body.kind === 'none')));
  if (needed.length === 0) return not(NONE);
  if (needed.length === 1) return needed[0]!;
  return { kind: 'both', parts: needed, key: `(${needed.map((part) => part.key).join('&')})` };
}

/** Every other text. */
export function complement(pattern: Pattern): Pattern {
  return both([not(pattern), sequence([repeat(ANY, 0, Infinity), END])]);
}

/** Everything else, marks and parts of texts included. */
export function not(body: Pattern): Pattern {
  return body.kind === 'not' ? body.body : { kind: 'not', body, key: `!${body.key}` };
}

/** The body `min` to `max` times. */
export function repeat(body: Pattern, min: number, max: number): Pattern {
  if (max === 0 || body.kind === 'empty') return EMPTY;
  if (body.kind === 'none') return min === 0 ? EMPTY : NONE;
  if (min === 1 && max === 1) return body;
  if (body.kind === 'repeat' && body.max === Infinity && body.min <= 1 && max === Infinity) {
    return repeat(body.body, body.min * Math.min(min, 1), Infinity);
  }
  return { kind: 'repeat', body, min, max, key: `${body.key}{${min},${max}}` };
}

function distinct(parts: readonly Pattern[]): Pattern[] {
  const byKey = new Map(parts.map((part) => [part.key, part]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
