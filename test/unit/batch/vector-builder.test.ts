import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueAt, type SqlValue, type Vector } from '../../../src/batch/batch.js';
import { VectorBuilder } from '../../../src/batch/vector-builder.js';

const BIG = 2n ** 60n;

function build(values: readonly SqlValue[], builder = new VectorBuilder()): Vector {
  for (const value of values) builder.push(value);
  return builder.finish();
}

function valuesOf(vector: Vector, rows: number): SqlValue[] {
  return Array.from({ length: rows }, (_, row) => valueAt(vector, row));
}

describe('VectorBuilder', () => {
  test.each<[what: string, Vector['kind'], SqlValue[]]>([
    ['numbers', 'number', [1, 2.5, -7]],
    ['a null and a number', 'number', [null, 1]],
    ['big integers', 'bigint', [BIG, -BIG]],
    ['text', 'text', ['a', null, '']],
    ['nulls and text', 'text', [null, null, 'a']],
    ['bytes', 'bytes', [Uint8Array.of(1), null]],
    ['a fraction and a big integer', 'mixed', [1.5, BIG]],
    ['a big integer and a fraction', 'mixed', [BIG, 1.5]],
    ['a number and text', 'mixed', [1, 'a', null]],
    ['everything', 'mixed', [null, 'a', Uint8Array.of(1), 2, BIG]],
  ])('keeps %s in a %s vector', (_, kind, values) => {
    const vector = build(values);
    expect(vector.kind).toBe(kind);
    expect(valuesOf(vector, values.length)).toEqual(values);
  });

  test('takes a bigint that a number can hold for a number', () => {
    expect(build([7n, 2.5])).toEqual({ kind: 'number', values: Float64Array.of(7, 2.5) });
    expect(build([2n ** 53n - 1n]).kind).toBe('number');
    expect(build([2n ** 53n]).kind).toBe('bigint');
    expect(valuesOf(build([BIG, 3, 'a', 1n]), 4)).toEqual([BIG, 3, 'a', 1]);
  });

  test('turns whole numbers into 64-bit integers beside a big one, the ones before it too', () => {
    const vector = build([1, null, BIG, 2]);
    expect(vector.kind).toBe('bigint');
    expect(valuesOf(vector, 4)).toEqual([1n, null, BIG, 2n]);
  });

  test('has a null mask only if a null was pushed', () => {
    expect(build([1, 2]).nulls).toBeUndefined();
    expect(build([1, null, 2]).nulls).toEqual(Uint8Array.of(0, 1, 0));
    expect(build(['a', null]).nulls).toEqual(Uint8Array.of(0, 1));
    expect(build([1, null, 'a']).nulls).toBeUndefined();
  });

  test.each(['number', 'text', 'bytes'] as const)(
    'makes a vector of nothing but nulls of the expected kind: %s',
    (kind) => {
      const vector = build([null, null], new VectorBuilder(kind));
      expect(vector.kind).toBe(kind);
      expect(valuesOf(vector, 2)).toEqual([null, null]);
      if (vector.kind === 'text') expect(vector.values).toEqual(['', '']);
    },
  );

  test('starts anew after it has handed over a vector, which stays as it is', () => {
    const builder = new VectorBuilder('number', 2);
    const first = build([1, null], builder);
    const second = build(['a', 'b', 'c'], builder);
    const third = build([3], builder);
    expect(valuesOf(first, 2)).toEqual([1, null]);
    expect(valuesOf(second, 3)).toEqual(['a', 'b', 'c']);
    expect([third.kind, third.nulls, valuesOf(third, 1)]).toEqual(['number', undefined, [3]]);
  });

  test('returns what was pushed, whatever the order and the capacity', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((v) => !Number.isSafeInteger(Number(v))),
      fc.string(),
      fc.uint8Array(),
    );
    const column = fc.oneof(
      fc.array(value),
      fc.array(fc.oneof(fc.integer(), fc.constant(null))),
      fc.array(fc.oneof(fc.integer(), fc.constant(BIG))),
    );
    fc.assert(
      fc.property(column, fc.integer({ min: 1, max: 5 }), (values, capacity) => {
        const vector = build(values, new VectorBuilder('text', capacity));
        const back = valuesOf(vector, values.length);
        // A whole number among 64-bit integers becomes one of them.
        expect(
          back.map((v, i) => (typeof values[i] === 'number' && typeof v === 'bigint' ? Number(v) : v)),
        ).toEqual(values.map((v) => (vector.kind === 'bigint' && v === 0 ? 0 : v)));
      }),
    );
  });
});
