import {
  ANY,
  classOf,
  END,
  foldRanges,
  invertRanges,
  literal,
  repeat,
  sequence,
  type Pattern,
  type Range,
} from './pattern.js';

const ANYTHING = repeat(ANY, 0, Infinity);

/**
 * The texts that a LIKE pattern describes: % stands for any text, _ for one character.
 * @param escape character that takes its meaning from the next one; '' for none
 * @param ignoreCase whether ASCII letters match in either case
 * @returns null when the pattern ends in its escape character, which databases refuse or match with nothing
 */
export function parseLike(pattern: string, escape: string, ignoreCase: boolean): Pattern | null {
  const characters = [...pattern];
  const parts: Pattern[] = [];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === escape) {
      const next = characters[++i];
      if (next === undefined) return null;
      parts.push(literal(next, ignoreCase));
    } else if (character === '%') parts.push(ANYTHING);
    else parts.push(character === '_' ? ANY : literal(character, ignoreCase));
  }
  return sequence([...parts, END]);
}

/**
 * The texts that a SQLite GLOB pattern describes: * any text, ? one character, [a-z] and [^a-z] sets.
 * @returns null when a set is unfinished, which matches nothing
 */
export function parseGlob(pattern: string): Pattern | null {
  const characters = [...pattern];
  const parts: Pattern[] = [];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === '*') parts.push(ANYTHING);
    else if (character === '?') parts.push(ANY);
    else if (character === '[') {
      const set = readSet(characters, i + 1);
      if (set === null) return null;
      parts.push(classOf(set.ranges));
      i = set.end;
    } else parts.push(literal(character));
  }
  return sequence([...parts, END]);
}

/** As sqlite3's patternCompare reads a set: ']' first is a member, '-' at either end too. */
function readSet(characters: readonly string[], start: number): { ranges: Range[]; end: number } | null {
  let i = start;
  const inverted = characters[i] === '^';
  if (inverted) i++;
  const ranges: Range[] = [];
  let previous = 0;
  if (characters[i] === ']') {
    ranges.push([0x5d, 0x5d]);
    i++;
  }
  for (; characters[i] !== ']'; i++) {
    const character = characters[i];
    if (character === undefined) return null;
    const next = characters[i + 1];
    if (character === '-' && next !== ']' && next !== undefined && previous > 0) {
      ranges.push([previous, next.codePointAt(0)!]);
      previous = 0;
      i++;
    } else {
      previous = character.codePointAt(0)!;
      ranges.push([previous, previous]);
    }
  }
  const kept = ranges.filter(([low, high]) => low <= high);
  return { ranges: inverted ? invertRanges(kept) : kept, end: i };
}

/** Adds case-insensitivity to ranges when asked to. */
export function inCase(ranges: readonly Range[], ignoreCase: boolean): readonly Range[] {
  return ignoreCase ? foldRanges(ranges) : ranges;
}
