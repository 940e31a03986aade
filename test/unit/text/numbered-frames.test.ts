import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areDisjoint, literal, oneOf, type Frame, type Slot } from '../../../src/text/frame.js';
import { NumberedFrames } from '../../../src/text/numbered-frames.js';

const LETTERS = oneOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const DIGITS = oneOf('0123456789');

function frame(slots: readonly Slot[], weight = 1): Frame {
  return { slots, weight };
}

function allTexts(frames: NumberedFrames, seed = 1): string[] {
  return Array.from({ length: frames.capacity }, (_, index) => frames.textOf(index, seed));
}

describe('NumberedFrames', () => {
  it('gives all 676 codes of two letters, each once', () => {
    const numbered = new NumberedFrames([frame([LETTERS, LETTERS])]);
    expect(numbered.capacity).toBe(676);
    expect(new Set(allTexts(numbered)).size).toBe(676);
  });

  it('gives every text of several frames once, even of frames that do not serve at first', () => {
    const frames = [
      frame([LETTERS, DIGITS], 5),
      frame([DIGITS, LETTERS], 1),
      frame([DIGITS, DIGITS], 0),
      frame([literal('-'), { kind: 'word', words: ['x', 'y', 'z'] }], 2),
    ];
    const numbered = new NumberedFrames(frames);
    expect(numbered.capacity).toBe(260 + 260 + 100 + 3);
    expect(new Set(allTexts(numbered)).size).toBe(623);
  });

  it('deals the first numbers by weight', () => {
    const frames = [frame([LETTERS, DIGITS, DIGITS, DIGITS], 3), frame([DIGITS, DIGITS, DIGITS, DIGITS], 1)];
    const numbered = new NumberedFrames(frames);
    const lettered = Array.from({ length: 6400 }, (_, i) => numbered.textOf(i, 1)).filter((text) =>
      /^[A-Z]/.test(text),
    );
    expect(lettered.length).toBe(4800);
  });

  it('leaves out frames that could repeat a text, ignoring case', () => {
    const frames = [frame([LETTERS, DIGITS], 2), frame([oneOf('abc'), DIGITS], 1), frame([literal('Q7')], 1)];
    expect(new NumberedFrames(frames).capacity).toBe(260);
  });

  it('counts as far as a double does, and fills the rest at random', () => {
    const numbered = new NumberedFrames([frame(Array.from({ length: 40 }, () => DIGITS))]);
    expect(numbered.capacity).toBe(1e15);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        const [one, other] = [a % 1e15, b % 1e15];
        expect(numbered.textOf(one, 3) === numbered.textOf(other, 3)).toBe(one === other);
        expect(numbered.textOf(one, 3)).toHaveLength(40);
      }),
    );
  });

  it('gives other texts to another seed', () => {
    const numbered = new NumberedFrames([frame([LETTERS, LETTERS, LETTERS])]);
    const same = allTexts(numbered, 1).filter((text, i) => text === numbered.textOf(i, 2));
    expect(same.length).toBeLessThan(20);
  });
});

describe('areDisjoint', () => {
  it('compares character by character, ignoring case', () => {
    expect(areDisjoint(frame([LETTERS]), frame([DIGITS]))).toBe(true);
    expect(areDisjoint(frame([literal('ab')]), frame([literal('AB')]))).toBe(false);
  });

  it('compares words that stand at the same place', () => {
    const years = (from: number, to: number): Slot => ({
      kind: 'word',
      words: Array.from({ length: to - from }, (_, i) => String(from + i)),
    });
    expect(
      areDisjoint(frame([literal('W'), years(1930, 2023)]), frame([literal('W'), years(2023, 3000)])),
    ).toBe(true);
    expect(
      areDisjoint(frame([literal('W'), years(1930, 2023)]), frame([literal('W'), years(2022, 3000)])),
    ).toBe(false);
  });
});
