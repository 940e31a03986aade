import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegex } from '../../../../src/check/pattern/parse-regex.js';
import { parseGlob, parseLike } from '../../../../src/check/pattern/parse-wildcards.js';
import {
  both,
  classOf,
  complement,
  END,
  sequence,
  type Pattern,
} from '../../../../src/check/pattern/pattern.js';
import { TextLanguage, within } from '../../../../src/check/pattern/text-language.js';

const FLAVOUR = { ignoreCase: false, dotMatchesNewline: true };

describe('TextLanguage', () => {
  it('matches what JavaScript matches by the same regular expression', () => {
    fc.assert(
      fc.property(regexes(), fc.array(texts, { minLength: 5, maxLength: 20 }), (source, subjects) => {
        const language = languageOf(source);
        const expected = new RegExp(source, 's');
        for (const text of subjects)
          expect(language.matches(text), `${source} on "${text}"`).toBe(expected.test(text));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('counts and enumerates exactly the texts that match', () => {
    const all = textsOver('ab1', 4);
    fc.assert(
      fc.property(regexes(), (source) => {
        const language = new TextLanguage(
          within(parse(source), [
            [0x61, 0x62],
            [0x31, 0x31],
          ]),
        );
        const expected = new RegExp(source, 's');
        for (let length = 0; length <= 4; length++) {
          const matching = all.filter((text) => text.length === length && expected.test(text));
          const count = language.count(length);
          expect(count, `${source} of length ${length}`).toBe(BigInt(matching.length));
          const texts = Array.from({ length: Number(count) }, (_, rank) =>
            language.nth(length, BigInt(rank)),
          );
          expect(texts.sort()).toEqual(matching.sort());
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each<[string, bigint]>([
    ['^[A-Z]{3}[0-9]{4}$', 26n ** 3n * 10n ** 4n],
    ['^(yes|no|maybe)$', 3n],
    ['^(a|ab)(c|bcd)$', 4n - 0n],
    ['^(a|a|[a-b])$', 2n],
    ['^\\d{2}-\\d{2}$', 10_000n],
    ['^$', 1n],
    ['a^', 0n],
  ])('counts the texts of %s, each once', (source, expected) => {
    const language = languageOf(source);
    const longest = language.lengths()?.longest ?? -1;
    let sum = 0n;
    for (let length = 0; length <= longest; length++) sum += language.count(length);
    expect(sum).toBe(expected);
  });

  it('knows the lengths of the shortest and the longest text', () => {
    expect(languageOf('^a{2,5}$').lengths()).toEqual({ shortest: 2, longest: 5 });
    expect(languageOf('^ab+$').lengths()).toEqual({ shortest: 2, longest: null });
    expect(languageOf('b').lengths()).toEqual({ shortest: 1, longest: null });
    expect(languageOf('a^').lengths()).toBeNull();
    expect(new TextLanguage(both([parse('^a*$'), parse('^b+$')])).lengths()).toBeNull();
  });

  it('knows anchors inside groups', () => {
    const listed = languageOf('(^|,)b(,|$)');
    expect(['b', 'a,b', 'b,a', 'ab', 'a,b,c', 'bb'].map((text) => listed.matches(text))).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it('looks at each character of a long text once, where a regular expression would go back', () => {
    const text = new CountedText(`${'a'.repeat(50_000)}b`);
    expect(languageOf('^(a+)+$').matches(text as unknown as string)).toBe(false);
    expect(text.looks).toBe(50_001);
  });

  it('holds a text or its complement, never both', () => {
    fc.assert(
      fc.property(regexes(), texts, (source, text) => {
        const pattern = parse(source);
        expect(new TextLanguage(complement(pattern)).matches(text)).toBe(
          !new TextLanguage(pattern).matches(text),
        );
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('takes a pair of surrogates for one character', () => {
    const one = new TextLanguage(sequence([classOf([[0, 0x10ffff]]), END]));
    expect([one.matches('😀'), one.matches('a'), one.matches('ab')]).toEqual([true, true, false]);
    expect(new TextLanguage(parseLike('_%_', '', false)!).matches('😀')).toBe(false);
  });
});

describe('parseLike', () => {
  it('knows wildcards, an escape character, and case', () => {
    const matches = (pattern: string, escape: string, text: string, ignoreCase = false): boolean =>
      new TextLanguage(parseLike(pattern, escape, ignoreCase)!).matches(text);
    expect(matches('a%c', '', 'abbc')).toBe(true);
    expect(matches('a_c', '', 'ac')).toBe(false);
    expect(matches('a!%', '!', 'a%')).toBe(true);
    expect(matches('a!%', '!', 'ab')).toBe(false);
    expect(matches('AB', '', 'aB', true)).toBe(true);
    expect(matches('É', '', 'é', true)).toBe(false);
    expect(parseLike('a!', '!', false)).toBeNull();
  });
});

describe('parseGlob', () => {
  it('knows sets as SQLite does', () => {
    const matches = (pattern: string, text: string): boolean =>
      new TextLanguage(parseGlob(pattern)!).matches(text);
    expect(matches('*[^0-9a-f]*', '09af')).toBe(false);
    expect(matches('[]]?', ']x')).toBe(true);
    expect(matches('[a-]', '-')).toBe(true);
    expect(matches('[A-Z][0-9]*', 'B7-x')).toBe(true);
    expect(parseGlob('[a')).toBeNull();
  });
});

describe('parseRegex', () => {
  it.each([
    '(a)\\1',
    '\\bx',
    '(?<=a)b',
    'a++',
    '\\p{L}',
    '(a',
    'a{2,1}',
    '[b-a]',
    'a{5000}',
    '*a',
    '(?x)a',
    '^^a',
    '(a$)*',
  ])('refuses %s, which is no regular language or broken', (source) => {
    expect(parseRegex(source, FLAVOUR)).toBeNull();
  });

  it('looks ahead on the top level', () => {
    const password = languageOf('^(?=.*[0-9])(?=.*[A-Z]).{3,}$');
    expect(['A1x', 'a1x', 'A1', 'ABC'].map((text) => password.matches(text))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(parseRegex('(a(?=b))c', FLAVOUR)).toBeNull();
  });

  it('reads POSIX classes, and warns that they depend on the locale', () => {
    const parsed = parseRegex('^[[:alpha:]_][[:alnum:]]*$', FLAVOUR)!;
    expect(parsed.asciiOnly).toBe(true);
    expect(new TextLanguage(parsed.pattern).matches('_a1')).toBe(true);
  });

  it('reads SIMILAR TO, which covers the whole text', () => {
    const similar = (source: string): TextLanguage =>
      new TextLanguage(parseRegex(source, { ...FLAVOUR, similar: { escape: '\\' } })!.pattern);
    expect(similar('(a|b)%').matches('xa')).toBe(false);
    expect(similar('(a|b)%').matches('ba.')).toBe(true);
    expect(similar('a.c').matches('abc')).toBe(false);
  });
});

function parse(source: string): Pattern {
  return parseRegex(source, FLAVOUR)!.pattern;
}

function languageOf(source: string): TextLanguage {
  return new TextLanguage(parse(source));
}

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'A', '-', '\n', 'é'), maxLength: 6 });

function textsOver(alphabet: string, longest: number): string[] {
  let last = [''];
  const all = [''];
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((text) => [...alphabet].map((character) => text + character));
    all.push(...last);
  }
  return all;
}

/** Regular expressions that JavaScript reads in the same way. */
function regexes(): fc.Arbitrary<string> {
  const { whole } = fc.letrec<{ whole: string; part: string }>((tie) => ({
    whole: fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '$'),
      )
      .map(([start, parts, end]) => `${start}${parts.join('')}${end}`),
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b', '1', '.', '[ab]', '[^a]', '[a-b1]', '\\d', '\\-', '[0-9]'),
      fc
        .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,1}', '*?'))
        .map(([part, times]) => `(?:${part})${times}`),
      fc.tuple(tie('part'), tie('part')).map(([one, other]) => `(${one}|${other})`),
      fc.tuple(tie('part'), tie('part')).map((parts) => parts.join('')),
    ),
  }));
  return whole;
}

/** A text that counts how often its characters are looked at. */
class CountedText extends String {
  looks = 0;

  override charCodeAt(index: number): number {
    this.looks++;
    return super.charCodeAt(index);
  }
}
