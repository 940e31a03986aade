import { derive } from './derive.js';
import {
  ANY,
  both,
  choice,
  classOf,
  EMPTY,
  END,
  END_MARK,
  foldRanges,
  invertRanges,
  not,
  repeat,
  REST,
  sequence,
  START,
  START_MARK,
  type Pattern,
  type Range,
} from './pattern.js';

/** How a database reads regular expressions. */
export interface RegexFlavour {
  readonly ignoreCase: boolean;
  /** Whether `.` and [^a] match a line break: yes in PostgreSQL, `.` not in MySQL. */
  readonly dotMatchesNewline: boolean;
  /** SIMILAR TO: % and _ are wildcards, the pattern covers the whole text, `.` `^` `$` are ordinary. */
  readonly similar?: { readonly escape: string };
}

/** The texts of a regular expression; `asciiOnly` when its answer for other texts depends on the locale. */
export interface ParsedRegex {
  readonly pattern: Pattern;
  readonly asciiOnly: boolean;
}

/**
 * The texts in which a regular expression finds something (SIMILAR TO: which it covers).
 * @param source a POSIX (PostgreSQL ARE), ICU or PCRE expression
 * @returns null for what is no regular language or depends on words: back references, \b, look-behind, odd options
 */
export function parseRegex(source: string, flavour: RegexFlavour): ParsedRegex | null {
  try {
    const options = /^\(\?([a-z]+)\)/.exec(source);
    const flags = options?.[1] ?? '';
    if (/[^ics]/.test(flags)) return null;
    const ignoreCase = flags.includes('i') || (flavour.ignoreCase && !flags.includes('c'));
    const parser = new RegexParser(source.slice(options?.[0].length ?? 0), {
      ...flavour,
      ignoreCase,
      dotMatchesNewline: flavour.dotMatchesNewline || flags.includes('s'),
    });
    return { pattern: parser.parseWhole(), asciiOnly: parser.asciiOnly };
  } catch (error) {
    if (error instanceof NotRegular || error instanceof RangeError) return null;
    throw error;
  }
}

class NotRegular extends Error {}

const NEWLINE: Range = [10, 10];
const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const SPACE: readonly Range[] = [
  [9, 13],
  [32, 32],
];
const UPPER: readonly Range[] = [[0x41, 0x5a]];
const LOWER: readonly Range[] = [[0x61, 0x7a]];

const NAMED_CLASSES: Readonly<Record<string, readonly Range[]>> = {
  alpha: [...UPPER, ...LOWER],
  digit: DIGITS,
  alnum: [...DIGITS, ...UPPER, ...LOWER],
  upper: UPPER,
  lower: LOWER,
  space: SPACE,
  blank: [
    [9, 9],
    [32, 32],
  ],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  print: [[32, 126]],
  graph: [[33, 126]],
  word: WORD,
};

const CONTROLS: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7, e: 27 };

class RegexParser {
  asciiOnly = false;
  readonly #characters: readonly string[];
  readonly #flavour: RegexFlavour;
  readonly #escape: string;
  #next = 0;
  #depth = 0;

  constructor(source: string, flavour: RegexFlavour) {
    this.#characters = [...source];
    this.#flavour = flavour;
    this.#escape = flavour.similar ? flavour.similar.escape : '\\';
  }

  parseWhole(): Pattern {
    const body = this.#parseChoice();
    if (this.#next < this.#characters.length) throw new NotRegular();
    if (this.#flavour.similar) return sequence([body, END]);
    // A text begins and ends once: `^^a` or `(a$)*$` would need marks that stand for nothing.
    if (countMarks(body, START_MARK) > 1 || countMarks(body, END_MARK) > 1) throw new NotRegular();
    const framed = both([sequence([REST, body]), sequence([START, repeat(ANY, 0, Infinity), END])]);
    return derive(framed, START_MARK);
  }

  #parseChoice(): Pattern {
    const options = [this.#parseSequence()];
    while (this.#accept('|')) options.push(this.#parseSequence());
    return choice(options);
  }

  /** On the top level a regular expression is followed by whatever the text still holds. */
  #parseSequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#peek() !== undefined && this.#peek() !== '|' && this.#peek() !== ')') {
      const ahead = this.#parseLookahead();
      if (ahead) {
        const rest = this.#parseSequence();
        return sequence([...parts, both([ahead, rest])]);
      }
      parts.push(this.#parseQuantified());
    }
    if (this.#depth === 0 && !this.#flavour.similar) parts.push(REST);
    return sequence(parts);
  }

  /** (?=…) and (?!…): what follows must (not) begin like this. */
  #parseLookahead(): Pattern | null {
    const [first, second, third] = this.#characters.slice(this.#next, this.#next + 3);
    if (first !== '(' || second !== '?' || (third !== '=' && third !== '!') || this.#flavour.similar)
      return null;
    // Inside a group the text behind the group would have to be looked at as well.
    if (this.#depth > 0) throw new NotRegular();
    this.#next += 3;
    this.#depth++;
    const body = sequence([this.#parseChoice(), REST]);
    this.#depth--;
    this.#expect(')');
    return third === '=' ? body : not(body);
  }

  #parseQuantified(): Pattern {
    let pattern = this.#parseAtom();
    for (;;) {
      const bounds = this.#parseQuantifier();
      if (!bounds) return pattern;
      if (bounds.max < bounds.min || bounds.min > 1000 || (bounds.max > 1000 && bounds.max !== Infinity)) {
        throw new NotRegular();
      }
      pattern = repeat(pattern, bounds.min, bounds.max);
      // Lazy or not, the same texts match.
      if (!this.#flavour.similar) this.#accept('?');
      if (this.#peek() === '+' && !this.#flavour.similar) throw new NotRegular();
    }
  }

  #parseQuantifier(): { min: number; max: number } | null {
    if (this.#accept('*')) return { min: 0, max: Infinity };
    if (this.#accept('+')) return { min: 1, max: Infinity };
    if (this.#accept('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return null;
    const text = this.#characters.slice(this.#next, this.#next + 12).join('');
    const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(text);
    if (!match) throw new NotRegular();
    this.#next += match[0].length;
    const min = Number(match[1]);
    return { min, max: match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]) };
  }

  #parseAtom(): Pattern {
    const character = this.#characters[this.#next++]!;
    if (character === this.#escape && this.#escape !== '') return this.#parseEscape();
    switch (character) {
      case '(':
        return this.#parseGroup();
      case '[':
        return classOf(this.#parseSet());
      case '*':
      case '+':
      case '?':
      case '{':
        throw new NotRegular();
    }
    if (this.#flavour.similar) {
      if (character === '%') return repeat(ANY, 0, Infinity);
      return character === '_' ? ANY : this.#single(character);
    }
    if (character === '.')
      return this.#flavour.dotMatchesNewline ? ANY : classOf(invertRanges([NEWLINE, [13, 13]]));
    if (character === '^') return START;
    return character === '$' ? END : this.#single(character);
  }

  #single(character: string): Pattern {
    const point = character.codePointAt(0)!;
    return classOf(this.#fold([[point, point]]));
  }

  #fold(ranges: readonly Range[]): readonly Range[] {
    if (!this.#flavour.ignoreCase) return ranges;
    if (ranges.some(([, high]) => high > 127)) this.asciiOnly = true;
    return foldRanges(ranges);
  }

  #parseGroup(): Pattern {
    if (this.#peek() === '?' && !this.#flavour.similar) {
      this.#next++;
      if (!this.#accept(':')) throw new NotRegular();
    }
    this.#depth++;
    const body = this.#peek() === ')' ? EMPTY : this.#parseChoice();
    this.#depth--;
    this.#expect(')');
    return body;
  }

  #parseEscape(): Pattern {
    if (this.#flavour.similar) {
      const character = this.#characters[this.#next++];
      if (character === undefined) throw new NotRegular();
      return this.#single(character);
    }
    switch (this.#peek()) {
      case 'A':
        this.#next++;
        return START;
      case 'z':
      case 'Z':
        this.#next++;
        return END;
    }
    return classOf(this.#parseClassEscape());
  }

  /** What stands behind a backslash and means one character. */
  #parseClassEscape(): readonly Range[] {
    const character = this.#characters[this.#next++];
    if (character === undefined) throw new NotRegular();
    switch (character) {
      case 'd':
        this.asciiOnly = true;
        return DIGITS;
      case 'D':
        this.asciiOnly = true;
        return invertRanges(DIGITS);
      case 'w':
        this.asciiOnly = true;
        return WORD;
      case 'W':
        this.asciiOnly = true;
        return invertRanges(WORD);
      case 's':
        this.asciiOnly = true;
        return SPACE;
      case 'S':
        this.asciiOnly = true;
        return invertRanges(SPACE);
      case 'x':
      case 'u':
        return this.#parseCodePoint(character);
    }
    const control = CONTROLS[character];
    if (control !== undefined) return [[control, control]];
    // Other letters and digits mean word boundaries, back references, Unicode properties.
    if (/[A-Za-z0-9]/.test(character)) throw new NotRegular();
    const point = character.codePointAt(0)!;
    return [[point, point]];
  }

  #parseCodePoint(kind: 'x' | 'u'): readonly Range[] {
    const text = this.#characters.slice(this.#next, this.#next + 10).join('');
    const match = (kind === 'x' ? /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/ : /^([0-9a-fA-F]{4})/).exec(
      text,
    );
    if (!match) throw new NotRegular();
    this.#next += match[0].length;
    const point = Number.parseInt((match[1] ?? match[2])!, 16);
    return this.#fold([[point, point]]);
  }

  #parseSet(): readonly Range[] {
    const inverted = this.#accept('^');
    const ranges: Range[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      const low = this.#parseSetItem();
      const character = low.length === 1 && low[0]![0] === low[0]![1] ? low[0]![0] : null;
      if (character !== null && this.#peek() === '-' && this.#characters[this.#next + 1] !== ']') {
        this.#next++;
        const high = this.#parseSetItem();
        if (high.length !== 1 || high[0]![0] !== high[0]![1] || high[0]![0] < character)
          throw new NotRegular();
        ranges.push([character, high[0]![0]]);
      } else ranges.push(...low);
    }
    this.#expect(']');
    const folded = this.#fold(ranges);
    return inverted ? invertRanges(folded) : folded;
  }

  #parseSetItem(): readonly Range[] {
    const character = this.#characters[this.#next++];
    if (character === undefined) throw new NotRegular();
    if (character === '[' && /[:.=]/.test(this.#peek() ?? '')) return this.#parseNamedClass();
    if (character === this.#escape && this.#escape !== '') {
      if (!this.#flavour.similar) return this.#parseClassEscape();
      return this.#parseSetItem();
    }
    // ICU and PCRE know set operations.
    if (character === '&' && this.#peek() === '&') throw new NotRegular();
    const point = character.codePointAt(0)!;
    return [[point, point]];
  }

  #parseNamedClass(): readonly Range[] {
    const text = this.#characters.slice(this.#next, this.#next + 16).join('');
    const name = /^:([a-z]+):\]/.exec(text);
    const ranges = NAMED_CLASSES[name?.[1] ?? ''];
    if (!name || !ranges) throw new NotRegular();
    this.asciiOnly = true;
    this.#next += name[0].length;
    return ranges;
  }

  #peek(): string | undefined {
    return this.#characters[this.#next];
  }

  #accept(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#next++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw new NotRegular();
  }
}

/** How often a pattern can take a mark on one path. */
function countMarks(pattern: Pattern, mark: number): number {
  if (pattern === REST) return 0;
  switch (pattern.kind) {
    case 'class':
      return pattern.ranges.some(([low, high]) => low <= mark && mark <= high) ? 1 : 0;
    case 'sequence':
      return countMarks(pattern.first, mark) + countMarks(pattern.rest, mark);
    case 'choice':
    case 'both':
      return Math.max(...pattern.parts.map((part) => countMarks(part, mark)));
    case 'repeat':
      return countMarks(pattern.body, mark) === 0 ? 0 : countMarks(pattern.body, mark) * pattern.max;
    default:
      return 0;
  }
}

/** Whether a text is made of ASCII characters alone, so that no locale matters. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 128) return false;
  return true;
}
