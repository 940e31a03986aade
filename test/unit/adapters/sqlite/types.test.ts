import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { affinityOf, toLogicalType } from '../../../../adapters/sqlite/types.js';

const database = new Sqlite(':memory:');
afterAll(() => database.close());

const DECLARED = [
  ...['INT', 'INTEGER', 'TINYINT(1)', 'UNSIGNED BIG INT', 'INT8', 'CHARINT', 'FLOATING POINT', 'POINT'],
  ...['CHARACTER(20)', 'VARCHAR(255)', 'NCHAR(55)', 'NATIVE CHARACTER(70)', 'TEXT', 'CLOB', 'MEDIUMTEXT'],
  ...['BLOB', '', 'LONGBLOB', 'REAL', 'DOUBLE', 'DOUBLE PRECISION', 'FLOAT'],
  ...['NUMERIC', 'DECIMAL(10,5)', 'BOOLEAN', 'DATE', 'DATETIME', 'STRING', 'UUID', 'JSON', 'ANY', 'whatever'],
];

/** Asks SQLite itself how it stores '5' and 5.0 in such a column. */
function storedAs(declaredType: string): string {
  database.exec(
    `DROP TABLE IF EXISTS t; CREATE TABLE t (a ${declaredType}); INSERT INTO t VALUES ('5'), (5.0)`,
  );
  return database.prepare<[], string>('SELECT typeof(a) FROM t').pluck().all().join();
}

const STORED = {
  integer: 'integer,integer',
  numeric: 'integer,integer',
  real: 'real,real',
  text: 'text,text',
  none: 'text,real',
};

describe('affinityOf', () => {
  test.each(DECLARED)('agrees with SQLite on "%s"', (declaredType) => {
    expect(STORED[affinityOf(declaredType)]).toBe(storedAs(declaredType));
  });

  test('gives ANY no affinity in STRICT tables', () => {
    expect(affinityOf('ANY', true)).toBe('none');
  });
});

describe('toLogicalType', () => {
  test.each([
    ['INT', { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n }],
    ['bigint unsigned', { name: 'integer' }],
    ['VARCHAR(40)', { name: 'text', maxLength: 40, fixed: false }],
    ['character varying (40)', { name: 'text', maxLength: 40, fixed: false }],
    ['CHAR(2)', { name: 'text', maxLength: 2, fixed: true }],
    ['NCHAR( 2 )', { name: 'text', maxLength: 2, fixed: true }],
    ['CHAR', { name: 'text', maxLength: null, fixed: false }],
    ['STRING', { name: 'text', maxLength: null }],
    ['TEXT', { name: 'text', maxLength: null }],
    ['DECIMAL(8, 2)', { name: 'decimal', precision: 8, scale: 2 }],
    ['numeric', { name: 'decimal', precision: null, scale: null }],
    ['DOUBLE PRECISION', { name: 'real' }],
    ['FLOATING POINT', { name: 'real' }],
    ['BOOL', { name: 'boolean' }],
    ['DATE', { name: 'date' }],
    ['TIME', { name: 'time' }],
    ['DATETIME', { name: 'timestamp', precision: null, timeZone: false }],
    ['TIMESTAMP(3) WITH TIME ZONE', { name: 'timestamp', precision: 3, timeZone: true }],
    ['timestamp without time zone', { name: 'timestamp', timeZone: false }],
    ['timestamptz', { name: 'timestamp', timeZone: true }],
    ['UUID', { name: 'uuid' }],
    ['uniqueidentifier', { name: 'uuid' }],
    ['JSONB', { name: 'json' }],
    ['VARBINARY(16)', { name: 'bytes', maxLength: 16 }],
    ['BLOB', { name: 'bytes', maxLength: null }],
    ['', { name: 'other' }],
    ['POINT', { name: 'other' }],
    ['constructor', { name: 'other' }],
    ['whatever', { name: 'other' }],
  ])('reads "%s"', (declaredType, expected) => {
    expect(toLogicalType(declaredType)).toMatchObject(expected);
  });
});
