import { describe, expect, it } from 'vitest';
import type { ColumnClass } from '../../../src/classify/column-class.js';
import { describeClass } from '../../../src/classify/describe-class.js';

const FACTS = { why: 'because', storage: { integer: 0, real: 0, text: 1, blob: 0 }, outside: 0 };

describe('describeClass', () => {
  it.each<[ColumnClass, string]>([
    [{ kind: 'text', text: { form: 'pii', pii: 'email' }, ...FACTS }, 'e-mail address'],
    [{ kind: 'text', text: { form: 'free' }, ...FACTS }, 'free text'],
    [{ kind: 'key', form: 'integer', text: null, ...FACTS }, 'integer'],
    [{ kind: 'key', form: 'text', text: { form: 'code' }, ...FACTS }, 'code'],
    [
      { kind: 'category', values: [{ value: 'a', rows: 20, entities: 20 }], rareShare: 0, ...FACTS },
      '1 value',
    ],
    [
      {
        kind: 'moment',
        format: { form: 'epoch', unit: 'ms', whole: true },
        hasDate: true,
        step: 1000,
        origin: 0,
        ...FACTS,
      },
      'milliseconds since 1970',
    ],
    [{ kind: 'bytes', ...FACTS }, ''],
  ])('puts %o into words', (columnClass, detail) => {
    expect(describeClass(columnClass)).toMatchObject({ kind: columnClass.kind, detail, why: 'because' });
  });

  it('says how many values do not fit, and never which', () => {
    const told = describeClass({
      kind: 'category',
      values: [{ value: 'green', rows: 20, entities: 20 }],
      rareShare: 0,
      ...FACTS,
      outside: 0.034,
    });
    expect(told.why).toBe('because; 3 % of the values do not fit');
    expect(JSON.stringify(told)).not.toContain('green');
  });
});
