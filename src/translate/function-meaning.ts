import type { Dialect } from '../introspect/catalog.js';

/**
 * Tells what a function of a product means, in words that all products share: `length` counts characters in
 * PostgreSQL and bytes in MySQL.
 * @param name lower case
 * @returns null when no other product is known to have the function
 */
export function functionMeaning(name: string, dialect: Dialect): string | null {
  const own = OWN[dialect][name];
  if (own !== undefined) return own;
  return SHARED.has(name) ? name : null;
}

const SHARED = new Set(
  `lower upper trim ltrim rtrim abs round coalesce nullif substring replace floor ceil greatest least mod json_valid char_length
  concat now uuid`.split(/\s+/),
);

const CLOCKS = {
  current_date: 'now_date',
  current_time: 'now_time',
  current_timestamp: 'now',
  localtime: 'now',
  localtimestamp: 'now',
};

/** Functions by their names in lower case. */
const OWN: Readonly<Record<Dialect, Readonly<Record<string, string | undefined>>>> = {
  sqlite: {
    ...CLOCKS,
    length: 'char_length',
    octet_length: 'byte_length',
    ifnull: 'coalesce',
    substr: 'substring',
    instr: 'position',
    max: 'greatest',
    min: 'least',
    iif: 'if',
    ceiling: 'ceil',
  },
  postgres: {
    ...CLOCKS,
    localtime: 'now_time',
    length: 'char_length',
    character_length: 'char_length',
    octet_length: 'byte_length',
    btrim: 'trim',
    substr: 'substring',
    strpos: 'position',
    ceiling: 'ceil',
    transaction_timestamp: 'now',
    statement_timestamp: 'now',
    clock_timestamp: 'now',
    gen_random_uuid: 'uuid',
    uuid_generate_v4: 'uuid',
    num_nonnulls: 'count_values',
    num_nulls: 'count_nulls',
    date_part: 'extract',
    extract: 'extract',
  },
  mysql: {
    ...CLOCKS,
    length: 'byte_length',
    octet_length: 'byte_length',
    character_length: 'char_length',
    ifnull: 'coalesce',
    nvl: 'coalesce',
    lcase: 'lower',
    ucase: 'upper',
    mid: 'substring',
    substr: 'substring',
    instr: 'position',
    ceiling: 'ceil',
    if: 'if',
    curdate: 'now_date',
    curtime: 'now_time',
    sysdate: 'now',
    year: 'year',
    month: 'month',
    day: 'day',
    dayofmonth: 'day',
  },
};
