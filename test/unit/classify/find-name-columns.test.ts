import { describe, expect, it } from 'vitest';
import type { ColumnClass } from '../../../src/classify/column-class.js';
import { findNameColumns } from '../../../src/classify/find-name-columns.js';
import type { PiiKind } from '../../../src/text/text-spec.js';

function aText(pii: PiiKind): ColumnClass {
  const storage = { integer: 0, real: 0, text: 1, blob: 0 };
  return { kind: 'text', text: { form: 'pii', pii }, why: '', storage, outside: 0 };
}

describe('findNameColumns', () => {
  it('finds the first column of each kind of name', () => {
    const columns = [
      { name: 'mail', class: aText('email') },
      { name: 'vorname', class: aText('firstName') },
      { name: 'zweitname', class: aText('firstName') },
      { name: 'nachname', class: aText('lastName') },
    ];
    expect(findNameColumns(columns)).toEqual({ firstName: 'vorname', lastName: 'nachname' });
  });
});
