import { acceptsEmpty, derive } from './derive.js';
import { both, classOf, END, END_MARK, repeat, sequence, type Pattern, type Range } from './pattern.js';

/** A pattern needs more states than are worth building. */
export class TooManyStates extends Error {}

const MAX_STATES = 4000;
const ASCII = 128;
const UNSEEN = -1;

interface State {
  readonly pattern: Pattern;
  readonly accepting: boolean;
  /** Next state of each ASCII character, UNSEEN until asked for. */
  readonly ascii: Int32Array;
  readonly others: Map<number, number>;
  /** Characters that lead to the same state, joined; null until asked for. */
  moves: readonly Move[] | null;
}

/** `size` characters, from `low` on, lead to a state. */
interface Move {
  readonly low: number;
  readonly size: number;
  readonly to: number;
}

/**
 * The texts of a pattern as a finite automaton, built as far as it is used: tests a text in one pass without
 * backtracking, counts the texts of a length, and gives the n-th of them.
 */
export class TextLanguage {
  readonly #states: State[] = [];
  readonly #ids = new Map<string, number>();
  /** #counts[length][state] = texts of that length from that state on. */
  readonly #counts: bigint[][] = [];
  #complete = false;

  /** @param pattern texts with their END mark */
  constructor(pattern: Pattern) {
    this.#stateOf(pattern);
  }

  /** Whether a text is in the language. */
  matches(text: string): boolean {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < ASCII) {
        const next = this.#states[state]!.ascii[unit]!;
        state = next === UNSEEN ? this.#step(state, unit) : next;
      } else {
        const point = text.codePointAt(i)!;
        if (point > 0xffff) i++;
        state = this.#step(state, point);
      }
    }
    return this.#states[state]!.accepting;
  }

  /** How many texts have exactly `length` code points. */
  count(length: number): bigint {
    this.#countUpTo(length);
    return this.#counts[length]![0]!;
  }

  /**
   * The n-th text of a length, in the order of code points.
   * @param rank 0n .. count(length) - 1n
   */
  nth(length: number, rank: bigint): string {
    this.#countUpTo(length);
    let text = '';
    let state = 0;
    let rest = rank;
    for (let left = length; left > 0; left--) {
      const counts = this.#counts[left - 1]!;
      for (const { low, size, to } of this.#movesOf(state)) {
        const each = counts[to]!;
        const all = each * BigInt(size);
        if (rest < all) {
          text += String.fromCodePoint(low + Number(rest / each));
          rest %= each;
          state = to;
          break;
        }
        rest -= all;
      }
    }
    return text;
  }

  /** Lengths of the shortest and the longest text; null when there is no text, `longest` null when any can be longer. */
  lengths(): { readonly shortest: number; readonly longest: number | null } | null {
    this.#build();
    const useful = this.#findUseful();
    if (!useful.has(0)) return null;
    return { shortest: this.#findShortest(), longest: this.#findLongest(0, useful, new Map()) };
  }

  #findShortest(): number {
    let front = new Set([0]);
    const seen = new Set(front);
    for (let length = 0; ; length++) {
      if ([...front].some((state) => this.#states[state]!.accepting)) return length;
      const next = [...front].flatMap((state) => this.#movesOf(state).map((move) => move.to));
      front = new Set(next.filter((state) => !seen.has(state)));
      for (const state of front) seen.add(state);
    }
  }

  /** States from which a text can still end. */
  #findUseful(): Set<number> {
    const sources = this.#states.map((): number[] => []);
    this.#states.forEach((_, state) => {
      for (const { to } of this.#movesOf(state)) sources[to]!.push(state);
    });
    const useful = new Set<number>();
    const waiting = this.#states.flatMap((state, id) => (state.accepting ? [id] : []));
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      if (useful.has(state)) continue;
      useful.add(state);
      waiting.push(...sources[state]!);
    }
    return useful;
  }

  /** Longest way from a state to the end; null when a loop lies on it. */
  #findLongest(state: number, useful: Set<number>, known: Map<number, number | null>): number | null {
    const answer = known.get(state);
    if (answer !== undefined) return answer;
    known.set(state, null);
    let longest = 0;
    for (const { to } of this.#movesOf(state)) {
      if (!useful.has(to)) continue;
      const rest = this.#findLongest(to, useful, known);
      if (rest === null) return null;
      longest = Math.max(longest, rest + 1);
    }
    known.set(state, longest);
    return longest;
  }

  #countUpTo(length: number): void {
    this.#build();
    if (this.#counts.length === 0)
      this.#counts.push(this.#states.map((state) => (state.accepting ? 1n : 0n)));
    while (this.#counts.length <= length) {
      const shorter = this.#counts.at(-1)!;
      this.#counts.push(
        this.#states.map((_, state) =>
          this.#movesOf(state).reduce((sum, { size, to }) => sum + BigInt(size) * shorter[to]!, 0n),
        ),
      );
    }
  }

  #build(): void {
    if (this.#complete) return;
    for (let state = 0; state < this.#states.length; state++) this.#movesOf(state);
    this.#complete = true;
  }

  #movesOf(id: number): readonly Move[] {
    const state = this.#states[id]!;
    state.moves ??= this.#findMoves(state.pattern);
    return state.moves;
  }

  #findMoves(pattern: Pattern): Move[] {
    const moves: Move[] = [];
    const bounds = boundsOf(pattern);
    for (let i = 0; i + 1 < bounds.length; i++) {
      const low = bounds[i]!;
      // Halves of surrogate pairs are no characters.
      if (low >= 0xd800 && low < 0xe000) continue;
      const next = derive(pattern, low);
      if (next.kind !== 'none') moves.push({ low, size: bounds[i + 1]! - low, to: this.#stateOf(next) });
    }
    return moves;
  }

  #step(id: number, character: number): number {
    const state = this.#states[id]!;
    const known = character < ASCII ? undefined : state.others.get(character);
    if (known !== undefined) return known;
    const next = this.#stateOf(derive(state.pattern, character));
    if (character < ASCII) state.ascii[character] = next;
    else if (state.others.size < MAX_STATES) state.others.set(character, next);
    return next;
  }

  #stateOf(pattern: Pattern): number {
    const known = this.#ids.get(pattern.key);
    if (known !== undefined) return known;
    if (this.#states.length === MAX_STATES) throw new TooManyStates();
    const accepting = acceptsEmpty(derive(pattern, END_MARK));
    const id = this.#states.length;
    this.#states.push({
      pattern,
      accepting,
      ascii: new Int32Array(ASCII).fill(UNSEEN),
      others: new Map(),
      moves: null,
    });
    this.#ids.set(pattern.key, id);
    return id;
  }
}

/** Texts of a pattern whose characters all come from the given ranges. */
export function within(pattern: Pattern, ranges: readonly Range[]): Pattern {
  return both([pattern, sequence([repeat(classOf(ranges), 0, Infinity), END])]);
}

/** Where the derivative of a pattern can change: between two bounds all characters do the same. */
function boundsOf(pattern: Pattern): number[] {
  const bounds = new Set<number>([1, 0xd800, 0xe000, 0x110000]);
  collectBounds(pattern, bounds);
  return [...bounds].filter((bound) => bound >= 1 && bound <= 0x110000).sort((a, b) => a - b);
}

function collectBounds(pattern: Pattern, bounds: Set<number>): void {
  switch (pattern.kind) {
    case 'class':
      for (const [low, high] of pattern.ranges) {
        bounds.add(low);
        bounds.add(high + 1);
      }
      return;
    case 'sequence':
      collectBounds(pattern.first, bounds);
      if (acceptsEmpty(pattern.first)) collectBounds(pattern.rest, bounds);
      return;
    case 'choice':
    case 'both':
      for (const part of pattern.parts) collectBounds(part, bounds);
      return;
    case 'repeat':
    case 'not':
      collectBounds(pattern.body, bounds);
      return;
    default:
      return;
  }
}
