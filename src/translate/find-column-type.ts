import { MICROS_PER_DAY } from '../classify/civil.js';
import type { ColumnClass } from '../classify/column-class.js';
import type { MomentFormat } from '../classify/moment-format.js';
import type { Column, LogicalType } from '../introspect/catalog.js';
import type { ColumnModel } from '../model/model.js';

/** How a column's values become those of the type that the target gets for them. */
export type Conversion =
  /** Moments that are not written as ISO 8601 has them; to microseconds. */
  | { readonly kind: 'moment'; readonly format: MomentFormat }
  /** PostgreSQL's array literals; to JSON. */
  | { readonly kind: 'array' };

/** What the values of a column are, whatever it was declared as. */
export interface ColumnType {
  readonly type: LogicalType;
  readonly conversion: Conversion | null;
  /** Digits behind the point, where they were learned. */
  readonly decimals: number | null;
}

/**
 * Finds the type that holds a column's values. Most products keep to what was declared; SQLite does not, and then
 * what was learned of the column decides.
 * @param model null when nothing was learned yet
 */
export function findColumnType(column: Column, model: ColumnModel | null): ColumnType {
  const { type } = column;
  if (type.name === 'other' && type.form?.kind === 'list')
    return { type: { name: 'json' }, conversion: { kind: 'array' }, decimals: null };
  if (type.name === 'enum' && type.several === true) return plain(ANY_TEXT);
  if (model === null) return plain(type);
  return fitType(type, model.class);
}

const ANY_TEXT: LogicalType = { name: 'text', maxLength: null, fixed: false };
const ANY_INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };

function plain(type: LogicalType, decimals: number | null = null): ColumnType {
  return { type, conversion: null, decimals };
}

function fitType(type: LogicalType, found: ColumnClass): ColumnType {
  const stored = storageOf(found);
  switch (type.name) {
    case 'integer':
      if (stored === 'real') return plain({ name: 'real' });
      return plain(stored === 'text' ? ANY_TEXT : stored === 'bytes' ? bytes(null) : type);
    case 'decimal': {
      const decimals = found.kind === 'number' ? found.decimals : stored === 'integer' ? 0 : null;
      return plain(stored === 'text' ? ANY_TEXT : stored === 'bytes' ? bytes(null) : type, decimals);
    }
    case 'real':
      return plain(stored === 'text' ? ANY_TEXT : stored === 'bytes' ? bytes(null) : type);
    case 'boolean':
      return plain(fitBoolean(type, found, stored));
    case 'text':
      return plain(stored === 'bytes' ? bytes(null) : isTooShort(type.maxLength, found) ? ANY_TEXT : type);
    case 'bytes':
      return plain(stored === 'text' || stored === 'integer' ? ANY_TEXT : type);
    case 'uuid':
      return plain(
        isOf(found, UUID, found.kind === 'key' && found.text?.form === 'uuid') ? type : fromStored(stored),
      );
    case 'json':
      return plain(found.kind === 'json' || found.kind === 'empty' ? type : fromStored(stored));
    case 'date':
    case 'time':
    case 'timestamp':
      return fitMoment(type, found, stored);
    case 'enum':
      return plain(type);
    case 'other':
      return plain(stored === null || stored === 'text' ? type : fromStored(stored));
  }
}

/** What most of a column's values are to a driver; null when there are none. */
type Stored = 'integer' | 'real' | 'text' | 'bytes' | null;

/** Values that are stored otherwise than most are not drawn. */
function storageOf(found: ColumnClass): Stored {
  switch (found.kind) {
    case 'empty':
      return null;
    case 'constant':
      return storageOfValues([found.value]);
    case 'category':
      return storageOfValues(found.values.map(({ value }) => value));
    case 'boolean':
      return storageOfValues([found.no, found.yes]);
    case 'key':
      return found.form === 'number' ? 'real' : found.form;
    case 'number':
      return found.storedAs === 'text' ? 'text' : found.form === 'integer' ? 'integer' : 'real';
    case 'moment':
      if (found.format.form === 'text') return 'text';
      if (found.format.form === 'year') return found.format.stored === 'text' ? 'text' : 'integer';
      return found.format.form === 'julian' || (found.format.form === 'epoch' && !found.format.whole)
        ? 'real'
        : 'integer';
    case 'bytes':
      return 'bytes';
    case 'text':
    case 'json':
      return 'text';
  }
}

function storageOfValues(values: readonly (string | number)[]): Stored {
  if (values.length === 0) return null;
  if (values.some((value) => typeof value === 'string')) return 'text';
  return values.every(Number.isInteger) ? 'integer' : 'real';
}

function fromStored(stored: Stored): LogicalType {
  if (stored === 'integer') return ANY_INTEGER;
  if (stored === 'real') return { name: 'real' };
  return stored === 'bytes' ? bytes(null) : ANY_TEXT;
}

function bytes(maxLength: number | null): LogicalType {
  return { name: 'bytes', maxLength };
}

function fitBoolean(type: LogicalType, found: ColumnClass, stored: Stored): LogicalType {
  if (stored === null || found.kind === 'empty') return type;
  if (stored !== 'integer') return fromStored(stored);
  const values =
    found.kind === 'boolean'
      ? [found.no, found.yes]
      : found.kind === 'constant'
        ? [found.value]
        : found.kind === 'category'
          ? found.values.map(({ value }) => value)
          : [];
  const isTruth = values.length > 0 && values.every((value) => value === 0 || value === 1);
  return isTruth ? type : { name: 'integer', min: -(2n ** 15n), max: 2n ** 15n - 1n };
}

function isTooShort(maxLength: number | null, found: ColumnClass): boolean {
  if (maxLength === null) return false;
  const isLonger = (value: string | number): boolean => String(value).length > maxLength;
  if (found.kind === 'constant') return isLonger(found.value);
  return found.kind === 'category' && found.values.some(({ value }) => isLonger(value));
}

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Whether all values are texts of a form; for classes without values, what was found of them says it. */
function isOf(found: ColumnClass, form: RegExp, otherwise: boolean): boolean {
  const isForm = (value: string | number): boolean => typeof value === 'string' && form.test(value);
  if (found.kind === 'empty') return true;
  if (found.kind === 'constant') return isForm(found.value);
  if (found.kind === 'category') return found.values.every(({ value }) => isForm(value));
  return otherwise || (found.kind === 'text' && found.text.form === 'uuid');
}

const ISO = {
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,6})?)?$/,
  timestamp: /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[+-]\d\d(:?\d\d)?))?)?$/,
};

type MomentType = Extract<LogicalType, { name: 'date' | 'time' | 'timestamp' }>;

function fitMoment(type: MomentType, found: ColumnClass, stored: Stored): ColumnType {
  if (found.kind === 'empty' || stored === null) return plain(type);
  if (found.kind !== 'moment') {
    if (stored !== 'text') return plain(fromStored(stored));
    return plain(isOf(found, ISO[type.name], false) ? type : ANY_TEXT);
  }
  const { format, hasDate } = found;
  // Numbers of days and hours beyond the day are no moments to a strict product, and nor is half a date.
  if (hasDate !== (type.name !== 'time')) return plain(fromStored(stored));
  if (format.form === 'text' && format.beyondDay) return plain(ANY_TEXT);
  const hasTime =
    format.form === 'text' ? format.time !== 'none' : format.form === 'epoch' || format.form === 'julian';
  const fitting: LogicalType =
    type.name === 'date' && hasTime && found.step % MICROS_PER_DAY !== 0
      ? { name: 'timestamp', precision: null, timeZone: false }
      : type;
  return {
    type: fitting,
    conversion: isIso(format, type) ? null : { kind: 'moment', format },
    decimals: null,
  };
}

/** Whether all products read it as it is written. */
function isIso(format: MomentFormat, type: MomentType): boolean {
  if (format.form !== 'text' || format.meridiem || !format.padded || format.fraction > 6) return false;
  if (type.name === 'time') return format.timeSeparator === ':' && format.zone === '';
  const isZone =
    /^(|Z|\+00|\+00:?00)$/.test(format.zone) && (format.zone === '' || type.name === 'timestamp');
  return (
    format.date === 'ymd' &&
    format.dateSeparator === '-' &&
    (format.time === 'none' || format.timeSeparator === ':') &&
    isZone
  );
}
