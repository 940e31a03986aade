import type { Dialect } from '../../introspect/catalog.js';

/** Binding powers of one dialect, weakest first; from the vendors' grammars, not from their (shorter) tables. */
export interface Levels {
  readonly or: number;
  readonly xor: number;
  readonly and: number;
  readonly not: number;
  /** IS …, where it binds differently from `=`. */
  readonly is: number;
  readonly equality: number;
  readonly order: number;
  /** LIKE, IN, BETWEEN and their kin. */
  readonly match: number;
  readonly collate: number;
  readonly sign: number;
  /** Of each arithmetic operator; `other` for the rest. */
  readonly operators: Readonly<Record<string, number>>;
  readonly other: number;
}

export const LEVELS: Readonly<Record<Dialect, Levels>> = {
  // https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes
  sqlite: {
    or: 1,
    xor: 0,
    and: 3,
    not: 4,
    is: 5,
    equality: 5,
    order: 6,
    match: 5,
    operators: {
      '&': 7,
      '|': 7,
      '<<': 7,
      '>>': 7,
      '+': 8,
      '-': 8,
      '*': 9,
      '/': 9,
      '%': 9,
      '||': 10,
      '->': 10,
      '->>': 10,
    },
    other: 10,
    collate: 11,
    sign: 12,
  },
  // https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE
  postgres: {
    or: 1,
    xor: 0,
    and: 3,
    not: 4,
    is: 5,
    equality: 6,
    order: 6,
    match: 7,
    operators: { '+': 9, '-': 9, '*': 10, '/': 10, '%': 10, '^': 11 },
    other: 8,
    collate: 13,
    sign: 14,
  },
  // https://dev.mysql.com/doc/refman/8.4/en/operator-precedence.html and sql_yacc.yy
  mysql: {
    or: 1,
    xor: 2,
    and: 3,
    not: 4,
    is: 5,
    equality: 6,
    order: 6,
    match: 7,
    operators: {
      '|': 8,
      '&': 9,
      '<<': 10,
      '>>': 10,
      '+': 11,
      '-': 11,
      '*': 12,
      '/': 12,
      '%': 12,
      DIV: 12,
      MOD: 12,
      '^': 13,
    },
    other: 16,
    collate: 16,
    sign: 14,
  },
};
