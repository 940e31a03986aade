import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mysqlProduct } from '../../../adapters/mysql/product.js';
import { postgresProduct } from '../../../adapters/postgres/product.js';
import { sqliteProduct } from '../../../adapters/sqlite/product.js';
import type { LogicalType } from '../../../src/introspect/catalog.js';
import type { ColumnNeeds, Product } from '../../../src/product.js';

/** What docs/cross-engine.md tells of, in its order. */
const TYPES: readonly (readonly [string, LogicalType, Partial<ColumnNeeds>?])[] = [
  ['integer, 16 bits', { name: 'integer', min: -(2n ** 15n), max: 2n ** 15n - 1n }],
  ['integer, 32 bits', { name: 'integer', min: -(2n ** 31n), max: 2n ** 31n - 1n }],
  ['integer, 64 bits', { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n }],
  ['unsigned, 64 bits', { name: 'integer', min: 0n, max: 2n ** 64n - 1n }],
  ['decimal(10, 2)', { name: 'decimal', precision: 10, scale: 2 }],
  ['floating point', { name: 'real' }],
  ['boolean', { name: 'boolean' }],
  ['text of 80', { name: 'text', maxLength: 80, fixed: false }],
  ['text', { name: 'text', maxLength: null, fixed: false }],
  ['text in a key', { name: 'text', maxLength: null, fixed: false }, { keyParts: 1 }],
  ['bytes', { name: 'bytes', maxLength: null }],
  ['date', { name: 'date' }],
  ['time', { name: 'time' }],
  ['timestamp', { name: 'timestamp', precision: null, timeZone: false }],
  ['timestamp with time zone', { name: 'timestamp', precision: null, timeZone: true }],
  ['UUID', { name: 'uuid' }],
  ['JSON, array', { name: 'json' }],
  ['enum', { name: 'enum', labels: ['a', 'b'] }],
  ['any other', { name: 'other' }],
];

const PRODUCTS = [postgresProduct('public'), mysqlProduct, sqliteProduct] as const;

function cell(product: Product, type: LogicalType, needs: Partial<ColumnNeeds> = {}): string {
  const { declared, check } = product.typeOf({
    name: 'c',
    type,
    caseInsensitive: false,
    keyParts: 0,
    decimals: null,
    ...needs,
  });
  return `\`${declared.replace(/ CHARACTER SET.*| COLLATE.*/i, '')}\`${check === null ? '' : ` and \`CHECK (${check.replaceAll('`', '"')})\``}`;
}

describe('docs/cross-engine.md', () => {
  it('tells the types that each product gets', () => {
    const rows = TYPES.map(([name, type, needs]) =>
      [name, ...PRODUCTS.map((product) => cell(product, type, needs))].join(' | '),
    );
    const docs = readFileSync(new URL('../../../docs/cross-engine.md', import.meta.url), 'utf8');
    const told = docs
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((part) => part.trim())
          .join(' | '),
      );
    expect(told).toEqual(expect.arrayContaining(rows));
  });
});
