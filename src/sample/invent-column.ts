import type { ColumnClass } from '../classify/column-class.js';
import { formatNumber } from '../classify/format-number.js';
import { formatMoment } from '../classify/moment-format.js';
import type { Column } from '../introspect/catalog.js';
import { unit } from '../random/hash.js';
import type { ColumnReader } from './sampled-table.js';

const DAY = 86_400_000_000;
/** 2015-01-01, and the days that invented moments are spread over. */
const FIRST_DAY = 16_436;
const DAYS = 3_650;

/**
 * Makes up a column of which nothing was learned, from its type and the way its values are written alone.
 * @param columnClass what the column is; null when not even that is known
 * @param hash 32-bit hash of (seed, table, column, row)
 */
export function inventColumn(
  column: Column,
  columnClass: ColumnClass | null,
  hash: (row: number) => number,
): ColumnReader {
  const draw = (row: number): number => unit(hash(row));
  if (columnClass?.kind === 'moment')
    return (row) =>
      formatMoment(
        columnClass.format,
        columnClass.hasDate ? momentAt(draw(row), columnClass.step) : timeAt(draw(row)),
      );
  if (columnClass?.kind === 'number') return numberReader(column, columnClass, draw);
  if (columnClass?.kind === 'boolean') return (row) => (draw(row) < 0.5 ? columnClass.no : columnClass.yes);
  if (column.nullable && (columnClass === null || columnClass.kind === 'empty')) return () => null;
  return byType(column, columnClass, draw);
}

function momentAt(u: number, step: number): number {
  const day = (FIRST_DAY + Math.floor(u * DAYS)) * DAY;
  return step % DAY === 0 ? day : day + Math.floor(((u * DAYS) % 1) * 86_400) * 1_000_000;
}

function timeAt(u: number): number {
  return Math.floor(u * 86_400) * 1_000_000;
}

function numberReader(
  column: Column,
  columnClass: Extract<ColumnClass, { kind: 'number' }>,
  draw: (row: number) => number,
): ColumnReader {
  const most = largest(column);
  const factor = 10 ** columnClass.decimals;
  return (row) => {
    const value =
      columnClass.form === 'integer'
        ? 1 + Math.floor(draw(row) * most)
        : Math.round(draw(row) * most * factor) / factor;
    return formatNumber(columnClass, value);
  };
}

function largest(column: Column): number {
  const { type } = column;
  if (type.name === 'integer') return Math.min(100, Number(type.max));
  if (type.name === 'decimal' && type.precision !== null)
    return Math.min(1000, 10 ** (type.precision - (type.scale ?? 0)) - 1);
  return 100;
}

function byType(
  column: Column,
  columnClass: ColumnClass | null,
  draw: (row: number) => number,
): ColumnReader {
  const isTextual = (columnClass?.storage.text ?? 0) > 0.5;
  switch (column.type.name) {
    case 'boolean':
      return (row) => (draw(row) < 0.5 ? 0 : 1);
    case 'integer':
    case 'decimal':
    case 'real':
      return isTextual
        ? (row) => letters(draw(row), 4)
        : (row) => 1 + Math.floor(draw(row) * largest(column));
    case 'date':
      return (row) => isoDate(momentAt(draw(row), DAY));
    case 'timestamp':
      return (row) => `${isoDate(momentAt(draw(row), DAY))} 00:00:00`;
    case 'time':
      return () => '12:00:00';
    case 'json':
      return () => '{}';
    case 'bytes':
      return () => new Uint8Array(0);
    case 'enum': {
      const { labels } = column.type;
      return (row) => labels[Math.floor(draw(row) * labels.length)]!;
    }
    default: {
      const length = column.type.name === 'text' ? Math.min(8, column.type.maxLength ?? 8) : 8;
      return (row) => letters(draw(row), length);
    }
  }
}

function isoDate(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}

function letters(u: number, length: number): string {
  let rest = Math.floor(u * 0x1_0000_0000);
  let text = '';
  for (let i = 0; i < length; i++) {
    text += String.fromCharCode(97 + (rest % 26));
    rest = Math.floor(rest / 26) + i * 7;
  }
  return text;
}
