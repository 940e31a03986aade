import type { TypeName } from '../expression.js';
import { UNKNOWN } from '../semantics.js';
import { readInterval, readMoment, startOfDay, writeDate } from '../typed/moments.js';
import { readNumber, roundHalfEven, roundTo } from '../typed/numbers.js';
import { coerceLiteral, constantOf, derived, UNKNOWN_OPERAND } from '../typed/operands.js';
import {
  BOOLEAN,
  INTEGER,
  isMoment,
  isNumeric,
  isTextual,
  REAL,
  TEXT,
  type Operand,
  type StaticType,
} from '../typed/static-type.js';

const TYPES: Readonly<Record<string, StaticType>> = {
  smallint: INTEGER,
  int2: INTEGER,
  integer: INTEGER,
  int: INTEGER,
  int4: INTEGER,
  bigint: INTEGER,
  int8: INTEGER,
  numeric: { name: 'decimal', scale: null },
  decimal: { name: 'decimal', scale: null },
  real: REAL,
  float4: REAL,
  float8: REAL,
  float: REAL,
  'double precision': REAL,
  boolean: BOOLEAN,
  bool: BOOLEAN,
  text: TEXT,
  varchar: TEXT,
  'character varying': TEXT,
  bpchar: TEXT,
  character: TEXT,
  char: TEXT,
  name: TEXT,
  citext: { name: 'text', ignoresCase: true },
  date: { name: 'date' },
  timestamp: { name: 'timestamp' },
  'timestamp without time zone': { name: 'timestamp' },
  'timestamp with time zone': { name: 'timestamp' },
  timestamptz: { name: 'timestamp' },
  time: { name: 'time' },
  'time without time zone': { name: 'time' },
  uuid: { name: 'uuid' },
  bytea: { name: 'bytes' },
};

/** CAST(x AS type) and x::type. */
export function castTo(operand: Operand, typeName: TypeName): Operand {
  if (typeName.name === 'interval') return castToInterval(operand);
  const type = typeOf(typeName);
  if (operand.type.name === 'null') return constantOf(null, type ?? operand.type);
  if (type === null) {
    // A type of the schema: an enum's label stays a literal, a domain's value what it is.
    return operand;
  }
  if (isTextual(type)) return castToText(operand, type, typeName);
  if (operand.type.name === 'literal' && type.name !== 'bytes') return coerceLiteral(operand, type);
  if (isNumeric(type)) return castToNumber(operand, type);
  if (type.name === 'boolean') return castToBoolean(operand);
  if (type.name === 'date') return castToMoment(operand, type, startOfDay);
  if (type.name === 'timestamp') return castToMoment(operand, type, (micros) => micros);
  if (type.name === 'time' && operand.type.name === 'timestamp') {
    return derived([operand], type, (value) => Number(value) - startOfDay(Number(value)));
  }
  return operand.type.name === type.name ? operand : UNKNOWN_OPERAND;
}

function typeOf({ name, parameters }: TypeName): StaticType | null {
  const type = TYPES[name] ?? null;
  if (type?.name !== 'decimal' || parameters.length === 0) return type;
  return { name: 'decimal', scale: parameters[1] ?? 0 };
}

function castToInterval(operand: Operand): Operand {
  const interval = typeof operand.constant === 'string' ? readInterval(operand.constant) : null;
  if (interval === null) return operand.type.name === 'interval' ? operand : UNKNOWN_OPERAND;
  return constantOf(interval.micros, { name: 'interval', months: interval.months });
}

function castToText(operand: Operand, type: StaticType, { name, parameters }: TypeName): Operand {
  const ignoresCase = type.ignoresCase ?? (operand.type.ignoresCase && name === 'citext');
  const result: StaticType = { name: 'text', collation: operand.type.collation ?? null, ignoresCase };
  const [length] = parameters;
  const cut = (text: string): string => (length === undefined ? text : [...text].slice(0, length).join(''));
  switch (operand.type.name) {
    case 'text':
    case 'literal':
      return derived([operand], result, (value) => cut(value as string));
    case 'enum':
    case 'uuid':
      return derived([operand], result, (value) => value);
    case 'integer':
      return derived([operand], result, (value) => cut(String(value as number)));
    case 'boolean':
      return derived([operand], result, (value) => (value === 1 ? 'true' : 'false'));
    case 'date':
      return derived([operand], result, (value) =>
        Number.isFinite(value) ? writeDate(Number(value)) : UNKNOWN,
      );
    default:
      return { get: UNKNOWN_OPERAND.get, type: result };
  }
}

function castToNumber(operand: Operand, type: StaticType): Operand {
  const numbers = isTextual(operand.type)
    ? derived([operand], { name: 'decimal', scale: null }, (value) => readNumber(value as string) ?? UNKNOWN)
    : operand;
  if (operand.type.name === 'boolean' && type.name === 'integer') return { ...operand, type };
  if (!isNumeric(numbers.type)) return UNKNOWN_OPERAND;
  if (type.name === 'decimal' && operand.type.name === 'real') {
    // A double becomes a decimal with the 15 digits that it surely holds.
    const digits = derived([operand], { name: 'decimal', scale: null }, (value) =>
      Number.isFinite(value) ? Number((value as number).toPrecision(15)) : UNKNOWN,
    );
    return castToNumber(digits, type);
  }
  if (type.name === 'integer') {
    const round = operand.type.name === 'real' ? roundHalfEven : (value: number) => roundTo(value, 0);
    return derived([numbers], type, (value) => (typeof value === 'number' ? round(value) : value));
  }
  const { scale = null } = type;
  if (type.name === 'real' || scale === null)
    return derived([numbers], { ...type, scale: numbers.type.scale }, (value) => value);
  return derived([numbers], type, (value) => (typeof value === 'number' ? roundTo(value, scale) : value));
}

function castToBoolean(operand: Operand): Operand {
  if (operand.type.name === 'boolean') return operand;
  if (operand.type.name !== 'integer') return UNKNOWN_OPERAND;
  return derived([operand], BOOLEAN, (value) => (Number(value) === 0 ? 0 : 1));
}

function castToMoment(operand: Operand, type: StaticType, round: (micros: number) => number): Operand {
  if (isMoment(operand.type)) return derived([operand], type, (value) => round(Number(value)));
  if (!isTextual(operand.type)) return UNKNOWN_OPERAND;
  return derived([operand], type, (value) => {
    const micros = readMoment(value as string);
    return micros === null ? UNKNOWN : round(micros);
  });
}
