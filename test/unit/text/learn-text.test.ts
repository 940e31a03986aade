import { describe, expect, it } from 'vitest';
import type { Vector } from '../../../src/batch/batch.js';
import type { Column } from '../../../src/introspect/catalog.js';
import { hash32 } from '../../../src/random/hash.js';
import { compileText } from '../../../src/text/compile-text.js';
import { learnText, type LearnTextOptions } from '../../../src/text/learn-text.js';
import type { PiiKind, TextKind, TextSpec } from '../../../src/text/text-spec.js';

const CODE: TextKind = { form: 'code' };
const LABEL: TextKind = { form: 'label' };
const FREE: TextKind = { form: 'free' };
const JSON_KIND: TextKind = { form: 'json' };

function aVector(values: readonly (string | null)[]): Vector {
  return { kind: 'mixed', values: [...values] };
}

function aColumn(maxLength: number | null = null): Column {
  return {
    name: 'c',
    declaredType: '',
    type: { name: 'text', maxLength, fixed: false },
    nullable: true,
    defaultSql: null,
    generated: false,
    identity: false,
    collation: null,
    caseInsensitive: false,
  };
}

function learn(
  values: readonly (string | null)[],
  text: TextKind,
  options: LearnTextOptions & { maxLength?: number } = {},
): TextSpec {
  return learnText(aVector(values), { kind: 'text', text }, aColumn(options.maxLength ?? null), options)!;
}

function pii(kind: PiiKind): TextKind {
  return { form: 'pii', pii: kind };
}

/** Texts that the spec makes, at the lengths of the source. */
function remake(values: readonly string[], text: TextKind, options: LearnTextOptions = {}): string[] {
  const spec = learn(values, text, options);
  const generator = compileText(spec);
  return values.map((value, row) => generator.generate(value.length, row, hash32(11, row)) as string);
}

function times<T>(count: number, value: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

describe('learnText', () => {
  it('keeps the pattern of codes: literals, classes and leading zeros', () => {
    const values = times(200, (i) => `M10_${String((i * 7919) % 10_000).padStart(4, '0')}`);
    for (const text of remake(values, CODE)) expect(text).toMatch(/^M10_\d{4}$/);
    const dashed = times(200, (i) => `${'GHK'[i % 3]}-19${30 + (i % 70)}-${String(i % 64).padStart(2, '0')}`);
    for (const text of remake(dashed, CODE)) expect(text).toMatch(/^[GHK]-19\d\d-\d\d$/);
  });

  it('keeps several patterns with their shares', () => {
    const values = times(400, (i) =>
      i % 4 === 0 ? `T${i % 10}K ${i % 9}N${i % 7}` : String(10_000 + i * 17),
    );
    const texts = remake(values, CODE);
    for (const [i, text] of texts.entries()) expect(text).toMatch(i % 4 === 0 ? /^T\dK \dN\d$/ : /^\d{5}$/);
  });

  it('knows hexadecimal hashes and their letter case', () => {
    const values = times(
      100,
      (i) => hash32(i, 1).toString(16).padStart(8, '0') + hash32(i, 2).toString(16).padStart(8, '0'),
    );
    for (const text of remake(values, pii('secret'))) expect(text).toMatch(/^[0-9a-f]{16}$/);
  });

  it('keeps numbers within codes in their range', () => {
    const values = times(300, (i) => `INV-${2015 + (i % 9)}-${String(i).padStart(5, '0')}`);
    for (const text of remake(values, CODE)) {
      const year = Number(text.slice(4, 8));
      expect(year).toBeGreaterThanOrEqual(2015);
      expect(year).toBeLessThanOrEqual(2023);
    }
  });

  it('finds running numbers', () => {
    const spec = learn(
      times(50, (i) => `d${String(i + 1).padStart(3, '0')}`),
      CODE,
    );
    expect(spec).toMatchObject({ sequence: { prefix: 'd', width: 3, suffix: '' } });
  });

  it('keeps whole values only when enough entities hold them', () => {
    const values = [...times(40, (i) => `common${i % 2}`), ...times(9, () => 'nine times'), 'once'];
    const json = JSON.stringify(learn(values, LABEL));
    expect(json).toContain('common1');
    expect(json).not.toContain('nine times');
    const owned = learn(values, LABEL, { entities: Int32Array.from(values, (_, i) => i % 3) });
    expect(JSON.stringify(owned)).not.toContain('common1');
  });

  it('keeps the shape of labels: case, number of words, numbers and fixed words', () => {
    const games = times(
      100,
      (i) => `${['Brazil', 'Japan', 'Togo', 'Chile'][i % 4]} vs ${['Spain', 'Peru', 'Ghana'][i % 3]}`,
    );
    for (const text of remake(games, LABEL, { k: 40 }))
      expect(text).toMatch(/^[A-Z][a-z-]* vs [A-Z][a-z-]*$/);
    const capitals = times(100, (i) => `${'ABCDEFGHIJ'[i % 10]}CADEMY ${'KLMNOP'[i % 6]}INOSAUR`);
    for (const text of remake(capitals, LABEL, { k: 20 })) expect(text).toMatch(/^[A-Z-]+ [A-Z-]+$/);
  });

  it('keeps words that enough entities have at the same place', () => {
    const values = times(120, (i) => `${word(i, 1)} ${i % 3 === 0 ? 'airport' : word(i, 2)}`);
    const texts = remake(values, LABEL);
    const airports = texts.filter((text) => text.endsWith(' airport')).length;
    expect(airports).toBeGreaterThan(20);
    expect(airports).toBeLessThan(60);
  });

  it('writes free text in the way of the source', () => {
    const values = times(
      60,
      (i) => `${'abcdefghij'[i % 10]!.toUpperCase()} parcel came late again. We sent number ${i} a new one.`,
    );
    const spec = learn(values, FREE);
    expect(spec).toMatchObject({ kind: 'prose', closed: true, letterCase: 'sentence' });
    for (const text of remake(values, FREE)) expect(text).toMatch(/^[A-Z].*\.$/);
  });

  it('follows alphabet and letter case of names', () => {
    const cyrillic = times(60, (i) => ['Иван', 'Мария', 'Сергей', 'Ольга'][i % 4]!);
    for (const text of remake(cyrillic, pii('firstName'))) expect(text).toMatch(/^\p{Script=Cyrillic}+$/u);
    const capitals = times(60, (i) => ['MARY', 'PATRICIA', 'LINDA'][i % 3]!);
    for (const text of remake(capitals, pii('firstName'))) expect(text).toMatch(/^[A-Z]+$/);
    const accented = times(60, (i) => ['José', 'François', 'Anna'][i % 3]!);
    expect(learn(accented, pii('firstName'))).toMatchObject({ script: 'latin' });
  });

  it('keeps the digit pattern of phone numbers', () => {
    const values = times(100, (i) => `+49 (${100 + i}) ${1000 + i * 7}-${10 + (i % 80)}`);
    for (const text of remake(values, pii('phone'))) expect(text).toMatch(/^\+49 \(\d{3}\) \d{4}-\d\d$/);
    const american = times(100, (i) => `(${200 + i}) ${300 + i}-${1000 + i}`);
    for (const text of remake(american, pii('phone'))) expect(text).toMatch(/^\(\d{3}\) 555-\d{4}$/);
  });

  it('learns how addresses are built from the names of their row', () => {
    const first = times(60, (i) => ['Ann', 'Bob', 'Eve'][i % 3]!);
    const last = times(60, (i) => ['Lee', 'Kim', 'Roe', 'Poe'][i % 4]!);
    const emails = times(60, (i) => `${first[i]![0]!}.${last[i]!}@corp.example`.toLowerCase());
    const names = { firstName: aVector(first), lastName: aVector(last) };
    expect(learn(emails, pii('email'), { names })).toMatchObject({
      fromNames: true,
      patterns: [{ pattern: 'f.last', share: 1 }],
      oneDomain: true,
      domainLengths: [[12, 1]],
    });
    expect(learn(emails, pii('email'))).toMatchObject({ fromNames: false });
  });

  it('respects the declared length, unless the source does not', () => {
    const values = times(30, (i) => `word${i}`);
    expect(learn(values, LABEL, { maxLength: 10 }).maxLength).toBe(10);
    expect(learn(values, LABEL, { maxLength: 3 }).maxLength).toBeNull();
  });

  it('learns the structure of JSON and none of its rare keys and values', () => {
    const values = times(60, (i) =>
      JSON.stringify({
        id: i,
        tags: times(i % 3, (t) => ['new', 'sale', 'old'][t]),
        at: `2020-01-${10 + (i % 20)}T10:00:00Z`,
        owner: { mail: `person${i}@corp.example`, vip: i % 4 === 0 },
        ...(i === 7 ? { confession: 'hidden' } : {}),
      }),
    );
    const spec = learn(values, JSON_KIND);
    expect(JSON.stringify(spec)).not.toMatch(/confession|hidden|person|corp/);
    for (const text of remake(values, JSON_KIND)) {
      const made = JSON.parse(text) as {
        id: number;
        tags: string[];
        at: string;
        owner: { mail: string; vip: boolean };
      };
      expect(Object.keys(made)).toEqual(['id', 'tags', 'at', 'owner']);
      expect(made.id).toBeGreaterThanOrEqual(9);
      expect(made.id).toBeLessThanOrEqual(50);
      expect(made.tags.every((tag) => typeof tag === 'string')).toBe(true);
      expect(Number.isNaN(Date.parse(made.at))).toBe(false);
      expect(made.owner.mail).toContain('@');
      expect(typeof made.owner.vip).toBe('boolean');
    }
  });

  it('writes JSON with the spaces of the source', () => {
    const spaced = times(30, (i) => `{"a": ${i}, "b": [1, 2]}`);
    for (const text of remake(spaced, JSON_KIND)) expect(text).toMatch(/^\{"a": \d+, "b": \[\d, \d\]\}$/);
  });

  it('takes an object whose keys hardly repeat for a dictionary', () => {
    const values = times(60, (i) => `{"user-${1000 + i * 7}": 1, "user-${5000 + i * 3}": 2}`);
    const spec = learn(values, JSON_KIND);
    expect(JSON.stringify(spec)).not.toContain('user-1007');
    for (const text of remake(values, JSON_KIND))
      expect(text).toMatch(/^\{"user-\d{4}": [12](, "user-\d{4}": [12])?\}$/);
  });

  it('keeps a signature of bytes that enough entities share', () => {
    const image = (i: number): Uint8Array => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, i, i * 3, i * 7]);
    const column: Vector = { kind: 'bytes', values: times(30, image) };
    expect(learnText(column, { kind: 'bytes' }, aColumn())).toMatchObject({
      kind: 'bytes',
      prefix: '89504e47',
    });
    const few: Vector = { kind: 'bytes', values: times(9, image) };
    expect(learnText(few, { kind: 'bytes' }, aColumn())).toMatchObject({ prefix: '', lengths: [] });
  });

  it('gives nothing for classes that are not written as text', () => {
    expect(learnText(aVector(['1']), { kind: 'number' }, aColumn())).toBeNull();
    expect(learnText(aVector(['1']), { kind: 'key', text: null }, aColumn())).toBeNull();
  });
});

describe('a learned text column', () => {
  const KINDS: [string, TextKind][] = [
    ['codes', CODE],
    ['labels', LABEL],
    ['free text', FREE],
    ['full names', pii('fullName')],
    ['streets', pii('street')],
    ['user names', pii('userName')],
    ['secrets', pii('secret')],
    ['phone numbers', pii('phone')],
  ];
  const canaries = times(500, (i) => `${word(i, 1)} ${word(i, 2)} ${1000 + ((i * 7919) % 9000)}`);

  it.each(KINDS)('holds no value of any single entity when read as %s', (_, kind) => {
    const json = JSON.stringify(learn(canaries, kind));
    for (const value of canaries) {
      expect(json).not.toContain(value);
      expect(json).not.toContain(value.split(' ')[0]);
    }
  });

  it.each(KINDS)('brings no value of the source back when read as %s', (_, kind) => {
    const source = new Set(canaries);
    expect(remake(canaries, kind).filter((text) => source.has(text))).toEqual([]);
  });

  it.each(KINDS)('tells nothing below k entities when read as %s', (_, kind) => {
    const few = canaries.slice(0, 9);
    const json = JSON.stringify({ ...learn(few, kind), lengths: [] });
    const other = JSON.stringify({ ...learn(['x'], kind), lengths: [] });
    expect(json).toBe(other);
    expect(learn(few, kind).lengths).toEqual([]);
  });

  it('keeps countries and cities that many share, and makes up the others', () => {
    const values = times(400, (i) => (i % 4 === 0 ? 'Germany' : `Land ${word(i, 3)}`));
    for (const kind of ['country', 'city'] as const) {
      const made = remake(values, pii(kind));
      expect(made.filter((text) => text === 'Germany')).toHaveLength(100);
      expect(made.filter((text) => text !== 'Germany' && values.includes(text))).toEqual([]);
    }
  });

  it('never keeps names of persons, however many share one', () => {
    const values = times<string>(400, (i) => (i % 2 === 0 ? 'Zebulon' : 'Xanthippe'));
    const made = remake(values, pii('firstName'));
    expect(made.filter((text) => values.includes(text))).toEqual([]);
  });

  it('writes countries as names or as codes, as the source does', () => {
    const names = times(60, (i) => ['Chile', 'Norway', 'Germany', 'USA', 'UK'][i % 5]!);
    for (const text of remake(names, pii('country'))) expect(text).toMatch(/^([A-Z][a-z]+.*|USA|UAE|UK)$/);
    const codes = times(60, (i) => ['CL', 'NO', 'DE'][i % 3]!);
    for (const text of remake(codes, pii('country'))) expect(text).toMatch(/^[A-Z]{2}$/);
  });
});

/** A word of six letters that hardly repeats. */
function word(i: number, salt: number): string {
  return times(6, (place) => 'abcdefghijklmnopqrstuvwxyz'[hash32(i, salt, place) % 26]!).join('');
}
