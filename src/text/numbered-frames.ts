import { hash32 } from '../random/hash.js';
import { permute } from '../random/permute.js';
import { Draw } from '../random/draw.js';
import { areDisjoint, slotSize } from './frame.js';
import type { Frame } from './frame.js';

const MOST = Number.MAX_SAFE_INTEGER;
/** Numbers are dealt to frames by share in blocks of this size. */
const BLOCK = 64;

/** A frame whose texts are counted. */
interface Counted {
  readonly frame: Frame;
  /** First slot that the number decides; slots before it are filled at random. */
  readonly firstCounted: number;
  readonly size: number;
  /** Numbers of each block that are dealt to this frame, and the sum of those of the frames before it. */
  readonly dealt: number;
  readonly before: number;
}

/**
 * Gives each number a text of its own, among texts of one length: distinct numbers below `capacity` never give
 * equal texts, not even when case is ignored. Frames that could make the same text are left out.
 */
export class NumberedFrames {
  readonly capacity: number;
  private readonly counted: readonly Counted[];
  /** Numbers below this one are dealt by share; the rest goes where there is room. */
  private readonly dealtNumbers: number;
  private readonly draw = new Draw();

  /** @param frames at least one, all of the same length */
  constructor(frames: readonly Frame[]) {
    const chosen = chooseDisjoint(frames);
    const deals = dealBlock(chosen);
    let before = 0;
    this.counted = chosen.map((frame, i) => {
      const counted = { frame, ...countTexts(frame), dealt: deals[i]!, before };
      before += deals[i]!;
      return counted;
    });
    const blocks = Math.min(
      ...this.counted.map(({ size, dealt }) => (dealt === 0 ? Infinity : Math.floor(size / dealt))),
    );
    this.dealtNumbers = Math.min(blocks, Math.floor(MOST / BLOCK)) * BLOCK;
    this.capacity = this.counted.reduce((sum, { size }) => Math.min(MOST, sum + size), 0);
  }

  /**
   * @param index a number below `capacity`
   * @param seed which of the many assignments; the same for all numbers of a column
   */
  textOf(index: number, seed: number): string {
    if (index < this.dealtNumbers) {
      const block = Math.floor(index / BLOCK);
      const place = permute(index - block * BLOCK, BLOCK, hash32(seed, block, 1));
      const counted = this.counted.findLast(({ before, dealt }) => dealt > 0 && before <= place)!;
      return this.write(counted, block * counted.dealt + place - counted.before, index, seed);
    }
    let rest = index - this.dealtNumbers;
    for (const counted of this.counted) {
      const used = (this.dealtNumbers / BLOCK) * counted.dealt;
      if (rest < counted.size - used) return this.write(counted, used + rest, index, seed);
      rest -= counted.size - used;
    }
    throw new RangeError('number beyond capacity');
  }

  private write(counted: Counted, number: number, index: number, seed: number): string {
    const { frame, firstCounted, size, before } = counted;
    this.draw.reset(hash32(seed, index, 2, Math.floor(index / 0x1_0000_0000)));
    let rest = permute(number, size, hash32(seed, before, 3));
    let text = '';
    for (let i = frame.slots.length - 1; i >= 0; i--) {
      const slot = frame.slots[i]!;
      if (slot.kind === 'literal') {
        text = slot.text + text;
        continue;
      }
      let choice: number;
      if (i >= firstCounted) {
        const choices = slotSize(slot);
        choice = rest % choices;
        rest = (rest - choice) / choices;
      } else if (slot.kind === 'char') {
        text = slot.lottery[this.draw.below(slot.lottery.length)]! + text;
        continue;
      } else choice = this.draw.below(slot.words.length);
      text = (slot.kind === 'char' ? slot.chars[choice]! : slot.words[choice]!) + text;
    }
    return text;
  }
}

/** Keeps frames, heaviest first, that can make no text of one kept before. */
function chooseDisjoint(frames: readonly Frame[]): Frame[] {
  const chosen: Frame[] = [];
  for (const frame of frames.toSorted((a, b) => b.weight - a.weight)) {
    if (chosen.length < BLOCK && chosen.every((other) => areDisjoint(frame, other))) chosen.push(frame);
  }
  return chosen;
}

/** How many numbers of a block each frame gets: by weight, at least one each; none for a frame of no weight. */
function dealBlock(frames: readonly Frame[]): number[] {
  const total = frames.reduce((sum, { weight }) => sum + weight, 0);
  const deals = frames.map(({ weight }) =>
    weight === 0 ? 0 : Math.max(1, Math.floor((weight / total) * BLOCK)),
  );
  let left = BLOCK - deals.reduce((sum, deal) => sum + deal, 0);
  for (; left > 0; left--) deals[0]!++;
  while (left < 0) {
    const largest = deals.indexOf(Math.max(...deals));
    deals[largest]!--;
    left++;
  }
  return deals;
}

/** Counts from the right, as far as a double counts exactly. */
function countTexts(frame: Frame): { firstCounted: number; size: number } {
  let size = 1;
  for (let i = frame.slots.length - 1; i >= 0; i--) {
    const choices = slotSize(frame.slots[i]!);
    if (size * choices > MOST) return { firstCounted: i + 1, size };
    size *= choices;
  }
  return { firstCounted: 0, size };
}
