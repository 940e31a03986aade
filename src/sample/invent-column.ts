import { MICROS_PER_DAY } from '../classify/civil.js';
import type { ColumnClass } from '../classify/column-class.js';
import { formatNumber } from '../classify/format-number.js';
import { formatMoment } from '../classify/moment-format.js';
import { isBeyondBigint } from '../introspect/is-beyond-bigint.js';
import type { Column, LogicalType, WrittenForm } from '../introspect/catalog.js';
import type { SqlValue } from '../batch/batch.js';
import { hash32, unit } from '../random/hash.js';
import type { ColumnReader } from './sampled-table.js';

const HOUR = 3_600_000_000;
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
  if (column.type.name === 'other' && column.type.form !== undefined)
    return inventWritten(column, column.type.form, hash);
  if (column.nullable && (columnClass === null || columnClass.kind === 'empty')) return () => null;
  return byType(column, columnClass, draw);
}

/** Makes up a value of a type that is written as text in a form of its own. */
function inventWritten(column: Column, form: WrittenForm, hash: (row: number) => number): ColumnReader {
  const part = (type: LogicalType, at: number): ColumnReader =>
    inventColumn({ ...column, type, nullable: false }, null, (row) => hash32(hash(row), at));
  switch (form.kind) {
    case 'list': {
      const parts = Array.from({ length: MOST_ITEMS }, (_, at) => part(form.of, at));
      return (row) =>
        `{${parts
          .slice(0, hash(row) % (MOST_ITEMS + 1))
          .map((read) => quoted(read(row), '{},'))
          .join(',')}}`;
    }
    case 'record': {
      const parts = form.of.map(part);
      return (row) => `(${parts.map((read) => quoted(read(row), '(),')).join(',')})`;
    }
    case 'range': {
      const start = part(form.of, 0);
      return (row) => {
        const low = start(row);
        const high = endAfter(low, form.of, hash32(hash(row), 1));
        const text = low === high ? 'empty' : `[${quoted(low!, '[](),')},${quoted(high!, '[](),')})`;
        return !form.isMany ? text : text === 'empty' ? '{}' : `{${text}}`;
      };
    }
    case 'bits':
      return (row) => (hash(row) >>> 0).toString(2).padStart(form.length, '0').slice(-form.length);
    case 'templates':
      return (row) => {
        let at = 0;
        const text = form.texts[hash(row) % form.texts.length]!;
        return text.replaceAll('#', () => String(10 + (hash32(hash(row), ++at) % 90)));
      };
  }
}

const MOST_ITEMS = 3;

function quoted(value: SqlValue, special: string): string {
  const text = String(value);
  const isPlain = text !== '' && !/[\s"\\]/.test(text) && ![...special].some((sign) => text.includes(sign));
  return isPlain && text.toLowerCase() !== 'null' ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Up to a month, or as many steps, behind the beginning; the beginning itself where there is no order. */
function endAfter(low: SqlValue, type: LogicalType, hash: number): SqlValue {
  const length = hash % 31;
  if (typeof low === 'number') return low + length;
  const moment = Date.parse(`${String(low).replace(' ', 'T')}${type.name === 'date' ? '' : 'Z'}`);
  if (Number.isNaN(moment)) return low;
  const unit = type.name === 'date' ? MICROS_PER_DAY : HOUR;
  const end = new Date(moment + (length * unit) / 1000).toISOString();
  return type.name === 'date' ? end.slice(0, 10) : end.slice(0, 19).replace('T', ' ');
}

function momentAt(u: number, step: number): number {
  const day = (FIRST_DAY + Math.floor(u * DAYS)) * MICROS_PER_DAY;
  return step % MICROS_PER_DAY === 0 ? day : day + Math.floor(((u * DAYS) % 1) * 86_400) * 1_000_000;
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
  const isTextual = (columnClass?.storage.text ?? 0) > 0.5 && !isBeyondBigint(column.type);
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
      return (row) => isoDate(momentAt(draw(row), MICROS_PER_DAY));
    case 'timestamp':
      return (row) => `${isoDate(momentAt(draw(row), MICROS_PER_DAY))} 00:00:00`;
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
    case 'uuid':
      return (row) => uuidOf(draw(row));
    default: {
      const length = column.type.name === 'text' ? Math.min(8, column.type.maxLength ?? 8) : 8;
      return (row) => letters(draw(row), length);
    }
  }
}

function isoDate(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}

function uuidOf(u: number): string {
  const hex = Array.from({ length: 4 }, (_, at) =>
    hash32(u * 2 ** 32, at)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
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
