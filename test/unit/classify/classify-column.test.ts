import { describe, expect, it } from 'vitest';
import type { SqlValue, Vector } from '../../../src/batch/batch.js';
import { classifyColumn, type ClassifyContext } from '../../../src/classify/classify-column.js';
import type { Column, LogicalType, Table } from '../../../src/introspect/catalog.js';

const TEXT: LogicalType = { name: 'text', maxLength: null, fixed: false };
const INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };
const DECIMAL: LogicalType = { name: 'decimal', precision: null, scale: null };

function classOf(
  name: string,
  values: readonly SqlValue[],
  {
    type = TEXT,
    table = 'things',
    ...context
  }: Partial<ClassifyContext> & { type?: LogicalType; table?: string } = {},
) {
  const vector: Vector = { kind: 'mixed', values: [...values] };
  return classifyColumn(aColumn(name, type), aTable(table), vector, {
    isKey: false,
    isForeignKey: false,
    ...context,
  });
}

function aColumn(name: string, type: LogicalType): Column {
  return {
    name,
    declaredType: '',
    type,
    nullable: true,
    defaultSql: null,
    generated: false,
    identity: false,
    collation: null,
    caseInsensitive: false,
  };
}

function aTable(name: string): Table {
  return {
    id: name,
    schema: null,
    name,
    columns: [],
    primaryKey: [],
    uniques: [],
    foreignKeys: [],
    checks: [],
    triggers: [],
  };
}

function times<T>(count: number, value: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

describe('classifyColumn', () => {
  it('calls a column without values empty', () => {
    expect(classOf('note', [null, null]).kind).toBe('empty');
  });

  it('keeps the only value of a column when enough entities hold it', () => {
    expect(
      classOf(
        'currency',
        times(12, () => 'EUR'),
      ),
    ).toMatchObject({ kind: 'constant', value: 'EUR' });
    expect(
      classOf(
        'currency',
        times(9, () => 'EUR'),
      ).kind,
    ).not.toBe('constant');
    expect(
      classOf(
        'currency',
        times(12, () => 'EUR'),
        { entities: new Int32Array(12) },
      ).kind,
    ).not.toBe('constant');
  });

  it('calls unique key columns keys, and tells how their texts look', () => {
    expect(
      classOf(
        'id',
        times(20, (i) => i + 1),
        { isKey: true, type: INTEGER },
      ),
    ).toMatchObject({ kind: 'key', form: 'integer' });
    expect(
      classOf(
        'code',
        times(20, (i) => `A-${100 + i}`),
        { isKey: true },
      ),
    ).toMatchObject({
      kind: 'key',
      form: 'text',
      text: { form: 'code' },
    });
    const uuids = times(20, (i) => `123e4567-e89b-42d3-a456-4266141740${10 + i}`);
    expect(classOf('id', uuids, { isKey: true })).toMatchObject({ kind: 'key', text: { form: 'uuid' } });
  });

  it('classes a member of a longer key by its values', () => {
    expect(
      classOf(
        'line',
        times(40, (i) => i % 4),
        { isKey: true, type: INTEGER },
      ).kind,
    ).toBe('number');
    expect(
      classOf(
        'day',
        times(40, (i) => `2020-01-${10 + (i % 20)}`),
        { isKey: true },
      ).kind,
    ).toBe('moment');
  });

  it('keeps dates that are unique as dates', () => {
    expect(
      classOf(
        'day',
        times(20, (i) => `2020-01-${10 + i}`),
        { isKey: true },
      ).kind,
    ).toBe('moment');
  });

  it('calls columns of foreign keys keys, whatever they hold', () => {
    expect(
      classOf(
        'customer',
        times(40, (i) => i % 4),
        { isForeignKey: true },
      ).kind,
    ).toBe('key');
  });

  it('recognises an undeclared key by its name and its different numbers', () => {
    expect(
      classOf(
        'legacy_id',
        times(30, (i) => i * 7),
        { type: INTEGER },
      ).kind,
    ).toBe('key');
    expect(
      classOf(
        'distance',
        times(30, (i) => i * 7),
        { type: INTEGER },
      ).kind,
    ).toBe('number');
  });

  it('makes a category of texts that enough entities hold', () => {
    const values = [...times(50, (i) => ['red', 'green', 'blue'][i % 3]!), 'mauve'];
    const colour = classOf('colour', values);
    expect(colour).toMatchObject({ kind: 'category', rareShare: 0.0196 });
    expect(colour.kind === 'category' && colour.values.map(({ value }) => value)).toEqual([
      'green',
      'red',
      'blue',
    ]);
  });

  it('counts entities, not rows', () => {
    const values = times(60, (i) => (i < 30 ? 'mine' : 'yours'));
    expect(classOf('owner_mark', values, { entities: Int32Array.from(values, (_, i) => i % 2) }).kind).toBe(
      'text',
    );
  });

  it('makes no category when rare values take more than a fifth of the rows', () => {
    const values = [...times(30, () => 'usual'), ...times(20, (i) => `rare ${String.fromCharCode(97 + i)}`)];
    expect(classOf('remark', values)).toMatchObject({ kind: 'text', text: { form: 'label' } });
  });

  it.each([
    [[0, 1], 0, 1],
    [['N', 'Y'], 'N', 'Y'],
    [['true', 'false'], 'false', 'true'],
    [['t', 'f'], 'f', 't'],
  ])('reads %o as no and yes', (pair, no, yes) => {
    expect(
      classOf(
        'is_open',
        times(30, (i) => pair[i % 2]!),
      ),
    ).toMatchObject({ kind: 'boolean', no, yes });
  });

  it('measures decimals, steps and the end of prices', () => {
    const prices = times(50, (i) => i + 0.99);
    expect(classOf('price', prices, { type: DECIMAL })).toMatchObject({
      kind: 'number',
      decimals: 2,
      step: 1,
      origin: 0.99,
    });
    const fives = times(50, (i) => i * 5);
    expect(classOf('dose', fives, { type: INTEGER })).toMatchObject({
      kind: 'number',
      form: 'integer',
      step: 5,
      origin: 0,
    });
    const tenths = times(50, (i) => ((i * i) % 37) / 10);
    expect(classOf('rate', tenths, { type: DECIMAL })).toMatchObject({ decimals: 1, step: 0.1 });
  });

  it('keeps the storage class: reals stay real, texts stay text', () => {
    expect(
      classOf(
        'weight',
        times(30, (i) => i),
        { type: { name: 'real' } },
      ),
    ).toMatchObject({ storedAs: 'real' });
    expect(
      classOf(
        'weight',
        times(30, (i) => i / 2),
        { type: DECIMAL },
      ),
    ).toMatchObject({ storedAs: 'numeric' });
    expect(
      classOf(
        'dose',
        times(90, (i) => String((i * 7) % 89)),
      ),
    ).toMatchObject({ kind: 'number', storedAs: 'text' });
    expect(
      classOf(
        'agent_no',
        times(30, (i) => String(i).padStart(3, '0')),
      ),
    ).toMatchObject({
      kind: 'text',
      text: { form: 'code' },
    });
  });

  it('keeps trailing zeros of numbers stored as text', () => {
    expect(
      classOf(
        'amount',
        times(90, (i) => (i / 4).toFixed(2)),
      ),
    ).toMatchObject({ kind: 'number', padded: true });
  });

  it('takes numbers that name things for categories', () => {
    expect(
      classOf(
        'status',
        times(60, (i) => [10, 20, 99][i % 3]!),
        { type: INTEGER },
      ).kind,
    ).toBe('category');
    expect(
      classOf(
        'quantity',
        times(60, (i) => [10, 20, 99][i % 3]!),
        { type: INTEGER },
      ).kind,
    ).toBe('number');
  });

  it('recognises moments in text and numbers', () => {
    expect(
      classOf(
        'born',
        times(40, (i) => `19${10 + i}-05-17`),
      ),
    ).toMatchObject({ kind: 'moment', hasDate: true });
    expect(
      classOf(
        'departure',
        times(40, (i) => `${10 + (i % 16)}:15:00`),
      ),
    ).toMatchObject({ kind: 'moment', hasDate: false });
    expect(
      classOf(
        'created_at',
        times(40, (i) => 1.6e9 + i),
        { type: INTEGER },
      ),
    ).toMatchObject({
      kind: 'moment',
      format: { form: 'epoch', unit: 's' },
    });
    expect(
      classOf(
        'bytes',
        times(40, (i) => 1.6e9 + i),
        { type: INTEGER },
      ).kind,
    ).toBe('number');
  });

  it('counts what does not fit as outside', () => {
    const values: SqlValue[] = [...times(98, (i) => `2020-01-${10 + (i % 20)}`), '0000-00-00', 7];
    expect(classOf('day', values)).toMatchObject({ kind: 'moment', outside: 0.02 });
  });

  it('recognises JSON, bytes, free text and labels', () => {
    expect(
      classOf(
        'settings',
        times(30, (i) => `{"size": ${i}}`),
      ).kind,
    ).toBe('json');
    expect(
      classOf(
        'photo',
        times(30, (i) => new Uint8Array([i])),
      ).kind,
    ).toBe('bytes');
    const sentences = times(30, (i) => `The parcel ${i} arrived late and the customer asked for a refund.`);
    expect(classOf('remark', sentences)).toMatchObject({ kind: 'text', text: { form: 'free' } });
    const names = times(
      30,
      (i) => `Deep ${'ABCDEFGHIJ'[i % 10]!}nd Wide ${String.fromCharCode(97 + (i % 26))}`,
    );
    expect(classOf('title', names)).toMatchObject({ kind: 'text', text: { form: 'label' } });
  });

  it('never keeps names and addresses of persons, however frequent', () => {
    const values = times(60, (i) => ['Anna', 'Boris'][i % 2]!);
    expect(classOf('first_name', values)).toMatchObject({ kind: 'text', text: { pii: 'firstName' } });
  });

  it('keeps cities as a category when enough entities live there', () => {
    expect(
      classOf(
        'city',
        times(60, (i) => ['Rom', 'Oslo'][i % 2]!),
      ).kind,
    ).toBe('category');
    expect(
      classOf(
        'city',
        times(60, (i) => `Town ${'abcdefghij'[i % 10]}${'klmnop'[i % 6]}`),
      ),
    ).toMatchObject({
      text: { pii: 'city' },
    });
  });

  it('says why without a single value', () => {
    const values = times(30, (i) => `secret-${i}`);
    const columnClass = classOf('badge', values);
    expect(values.some((value) => JSON.stringify(columnClass).includes(value))).toBe(false);
    expect(columnClass.why).not.toBe('');
  });
});
