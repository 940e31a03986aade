import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32 } from '../../../src/random/hash.js';
import { compileText } from '../../../src/text/compile-text.js';
import { passesIban, passesLuhn } from '../../../src/text/fix-check-digits.js';
import type { StringSpec } from '../../../src/text/text-generator.js';
import type { CodeSpec, CodeTemplate, Lettering } from '../../../src/text/text-spec.js';

const LIMITS = { maxLength: null, lengths: [] } as const;
const TITLE: Lettering = { letterCase: 'title', script: 'ascii' };
const LOCAL = {
  letterCase: 'lower',
  patterns: [{ pattern: 'first.last', share: 1 }],
  fromNames: true,
  digitShare: 0,
} as const;

const SPECS: Record<string, StringSpec> = {
  'first names': { ...LIMITS, kind: 'pool', pool: 'firstName', frequent: [], ...TITLE },
  'accented last names': {
    ...LIMITS,
    kind: 'pool',
    pool: 'lastName',
    frequent: [],
    letterCase: 'title',
    script: 'latin',
  },
  'Cyrillic cities': {
    ...LIMITS,
    kind: 'pool',
    pool: 'city',
    frequent: [],
    letterCase: 'upper',
    script: 'cyrillic',
  },
  countries: { ...LIMITS, kind: 'pool', pool: 'country', frequent: [], ...TITLE },
  'codes of countries': {
    ...LIMITS,
    kind: 'pool',
    pool: 'countryCode',
    frequent: [],
    letterCase: 'upper',
    script: 'ascii',
  },
  'full names': { ...LIMITS, kind: 'fullName', lastFirst: false, fromNames: false, ...TITLE },
  companies: { ...LIMITS, kind: 'company', ...TITLE },
  streets: { ...LIMITS, kind: 'street', number: 'first', ...TITLE },
  'e-mail addresses': { ...LIMITS, kind: 'email', ...LOCAL, domainLengths: [[11, 1]], oneDomain: false },
  'user names': { ...LIMITS, kind: 'userName', ...LOCAL, patterns: [{ pattern: 'flast', share: 1 }] },
  URLs: { ...LIMITS, kind: 'url', scheme: 'https://', www: false, path: true, extension: '.png' },
  codes: aCode({ templates: [aTemplate('A9-99')], profile: ['upper', 'digit'] }),
  labels: { ...LIMITS, kind: 'label', shapes: [], frequent: [], ...TITLE },
  prose: {
    ...LIMITS,
    kind: 'prose',
    wordsPerSentence: 9,
    closed: true,
    lines: false,
    letterCase: 'sentence',
    script: 'ascii',
  },
};

function aCode(code: Partial<CodeSpec> & { maxLength?: number }): StringSpec {
  return {
    ...LIMITS,
    kind: 'code',
    templates: [],
    profile: [],
    sequence: null,
    check: null,
    frequent: [],
    ...code,
  };
}

function aTemplate(pattern: string, share = 1): CodeTemplate {
  const classes: Record<string, 'digit' | 'upper' | 'lower'> = { 9: 'digit', A: 'upper', a: 'lower' };
  return {
    share,
    positions: [...pattern].map((c) => (classes[c] === undefined ? c : { class: classes[c] })),
  };
}

function draw(spec: StringSpec, length: number, count = 200): string[] {
  const generator = compileText(spec);
  return Array.from({ length: count }, (_, row) => generator.generate(length, row, hash32(1, row)));
}

describe('compileText', () => {
  it.each(Object.entries(SPECS))('makes %s of exactly the asked length', (name, spec) => {
    const shortest = { 'e-mail addresses': 9, URLs: 18 }[name] ?? 1;
    for (let length = shortest; length <= 70; length++) {
      for (const text of draw(spec, length, 10)) expect(text).toHaveLength(length);
    }
  });

  it.each(Object.entries(SPECS))('makes the same %s again, whatever was made before', (_, spec) => {
    const once = draw(spec, 20);
    const generator = compileText(spec);
    generator.generate(13, 0, 99);
    const again = Array.from({ length: 200 }, (_unused, i) =>
      generator.generate(20, 199 - i, hash32(1, 199 - i)),
    );
    expect(again.reverse()).toEqual(once);
  });

  it.each(Object.entries(SPECS))('never repeats %s that must not, not even in another case', (_, spec) => {
    const generator = compileText(spec);
    const texts = new Set<string>();
    for (let index = 0; index < 3000; index++) {
      const text = generator.generateUnique(index, 5, 6 + (hash32(7, index) % 20));
      texts.add(text.toLowerCase());
    }
    expect(texts.size).toBe(3000);
    expect(generator.capacity).toBeGreaterThan(3000n);
  });

  it.each(Object.entries(SPECS))('never makes %s longer than the column', (_, spec) => {
    for (const maxLength of [1, 2, 5, 12]) {
      const generator = compileText({ ...spec, maxLength });
      for (let row = 0; row < 50; row++) {
        expect(generator.generate(40, row, hash32(1, row)).length).toBeLessThanOrEqual(maxLength);
      }
      const most = Number(generator.capacity < 50n ? generator.capacity : 50n);
      for (let index = 0; index < most; index++) {
        expect(generator.generateUnique(index, 1, 40).length).toBeLessThanOrEqual(maxLength);
      }
    }
  });

  it('proves what a short column can hold, and gives all of it', () => {
    const generator = compileText(aCode({ templates: [aTemplate('AA')], maxLength: 2 }));
    expect(generator.capacity).toBe(676n);
    const texts = Array.from({ length: 676 }, (_, index) => generator.generateUnique(index, 1, 2));
    expect(new Set(texts).size).toBe(676);
    expect(texts.every((text) => /^[A-Z]{2}$/.test(text))).toBe(true);
  });

  it('keeps e-mail addresses at domains that belong to nobody', () => {
    for (let length = 9; length < 60; length++) {
      for (const text of draw(SPECS['e-mail addresses']!, length, 20)) {
        expect(text).toMatch(/^[a-z._-]+@([a-z-]+\.(example|test)|example\.(com|org|net))$/);
      }
    }
  });

  it('builds e-mail addresses and user names from the names of their row', () => {
    const names = { firstName: 'Jürgen', lastName: "O'Neill-Łuk" };
    const email = compileText(SPECS['e-mail addresses']!);
    expect(email.generate(30, 1, 2, names)).toMatch(/^jurgen\.oneillluk@/);
    expect(email.generate(30, 1, 2, names)).toHaveLength(30);
    expect(compileText(SPECS['user names']!).generate(30, 1, 2, names)).toBe('joneillluk');
    expect(email.generate(30, 1, 2, { firstName: null, lastName: null })).toMatch(/^[a-z]+\.[a-z]+@/);
  });

  it('numbers addresses that are built from names when they must not repeat', () => {
    const email = compileText(SPECS['e-mail addresses']!);
    const names = { firstName: 'Ann', lastName: 'Lee' };
    const texts = Array.from({ length: 500 }, (_, index) => email.generateUnique(index, 1, 24, names));
    expect(new Set(texts).size).toBe(500);
    expect(texts.every((text) => /^ann\.lee\d+@/.test(text))).toBe(true);
  });

  it('builds full names from first and last name of their row when the source does', () => {
    const full = compileText({ ...LIMITS, kind: 'fullName', lastFirst: true, fromNames: true, ...TITLE });
    expect(full.generate(10, 1, 2, { firstName: 'Ann', lastName: 'Lee' })).toBe('Lee, Ann');
  });

  it('keeps literals, classes and likely characters of a template', () => {
    const spec = aCode({
      templates: [
        {
          share: 1,
          positions: [
            'M',
            { class: 'digit', likely: [['0', 0.9]] },
            '_',
            { digits: 4, from: 1998, to: 2004 },
          ],
        },
      ],
    });
    const texts = draw(spec, 7, 2000);
    expect(texts.every((text) => /^M\d_(199[89]|200[0-4])$/.test(text))).toBe(true);
    const zeros = texts.filter((text) => text.startsWith('M0')).length;
    expect(Math.abs(zeros - 1800)).toBeLessThan(5 * Math.sqrt(2000 * 0.9 * 0.1));
  });

  it('goes beyond the learned numbers only when all codes within them are given', () => {
    const generator = compileText(
      aCode({
        maxLength: 6,
        templates: [{ share: 1, positions: ['W', '-', { digits: 4, from: 1930, to: 1999 }] }],
      }),
    );
    const texts = Array.from({ length: 500 }, (_, index) => generator.generateUnique(index, 1, 6));
    expect(new Set(texts).size).toBe(500);
    expect(texts.slice(0, 64).every((text) => text >= 'W-1930' && text <= 'W-1999')).toBe(true);
    expect(generator.generateUnique(9_999, 1, 6)).toHaveLength(6);
    expect(generator.generateUnique(10_000, 1, 6)).not.toHaveLength(6);
  });

  it('runs on where the source numbers its rows', () => {
    const generator = compileText(aCode({ maxLength: 5, sequence: { prefix: 'G-', width: 3, suffix: '' } }));
    expect([0, 1, 998].map((index) => generator.generateUnique(index, 1))).toEqual([
      'G-001',
      'G-002',
      'G-999',
    ]);
    expect(generator.capacity).toBe(999n);
  });

  it('gives frequent values as often as the source', () => {
    const spec: StringSpec = {
      ...LIMITS,
      lengths: [
        [3, 0.6],
        [9, 0.4],
      ],
      kind: 'label',
      shapes: [],
      frequent: [{ value: 'cup', share: 0.45 }],
      ...TITLE,
    };
    const cups = draw(spec, 3, 2000).filter((text) => text === 'cup').length;
    expect(Math.abs(cups - 1500)).toBeLessThan(5 * Math.sqrt(2000 * 0.75 * 0.25));
  });

  it('sets check digits', () => {
    const cards = aCode({ templates: [aTemplate('4000 0099 9999 9999')], check: 'luhn' });
    expect(draw(cards, 19).every(passesLuhn)).toBe(true);
    const ibans = aCode({ templates: [aTemplate('DE99999999999999999999')], check: 'iban' });
    expect(draw(ibans, 22).every(passesIban)).toBe(true);
    const generator = compileText(cards);
    const texts = Array.from({ length: 2000 }, (_, index) => generator.generateUnique(index, 1, 19));
    expect(texts.every(passesLuhn)).toBe(true);
    expect(new Set(texts).size).toBe(2000);
  });

  it('writes UUIDs of version 4, as the column does, and never twice', () => {
    const uuid: StringSpec = { ...LIMITS, kind: 'uuid', upper: true, dashes: true, braces: true };
    const generator = compileText(uuid);
    expect(generator.generate(NaN, 1, 2)).toMatch(
      /^\{[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}\}$/,
    );
    const texts = Array.from({ length: 20_000 }, (_, index) => generator.generateUnique(index, 3));
    expect(new Set(texts).size).toBe(20_000);
  });

  it('uses no two equal labels for indexes that lie far apart', () => {
    const generator = compileText(SPECS.labels!);
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.maxSafeNat(),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (a, b, m, n) => {
          fc.pre(a !== b);
          const most = Number(generator.capacity);
          expect(generator.generateUnique(a % most, 1, m)).not.toBe(generator.generateUnique(b % most, 1, n));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('makes the texts it always made', () => {
    const texts = Object.entries(SPECS).map(([name, spec]) => [
      name,
      draw(spec, 24, 2),
      compileText(spec).generateUnique(1, 1, 12),
    ]);
    expect(texts).toMatchSnapshot();
  });
});

describe('compileText of bytes', () => {
  const generator = compileText({ kind: 'bytes', maxLength: null, lengths: [], prefix: 'ffd8ff' });

  it('keeps the signature and the length', () => {
    const bytes = generator.generate(20, 1, 2) as Uint8Array;
    expect(bytes).toHaveLength(20);
    expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  it('never repeats where it must not, and grows when a length is used up', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 1000; index++)
      seen.add((generator.generateUnique(index, 1, 4) as Uint8Array).join());
    expect(seen.size).toBe(1000);
  });
});
