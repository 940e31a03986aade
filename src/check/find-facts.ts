import type { SqlValue } from '../batch/batch.js';
import type { Dialect } from '../introspect/catalog.js';
import { childrenOf } from './children-of.js';
import type { CompiledCheck } from './compile-check.js';
import { compileInDialect } from './compile-in-dialect.js';
import type { Comparison, Expression, MatchOperator } from './expression.js';
import type { ColumnFacts, ColumnOrder, DerivedColumn, JointCondition, TextPattern } from './facts.js';
import { Real, UNKNOWN, type CheckColumn } from './semantics.js';
import { splitConditions } from './split-conditions.js';

/** What one condition of a check says. `covers`: who keeps to it satisfies the condition. */
export type Finding =
  | { readonly kind: 'column'; readonly column: string; readonly facts: Facts; readonly covers: boolean }
  | { readonly kind: 'order'; readonly order: ColumnOrder; readonly covers: boolean }
  | { readonly kind: 'joint'; readonly joint: JointCondition; readonly covers: false }
  | { readonly kind: 'derived'; readonly derived: DerivedColumn; readonly covers: false }
  | { readonly kind: 'always'; readonly covers: true };

/** Facts of a column before it is told which check they come from. */
export type Facts = Omit<ColumnFacts, 'from'>;

/**
 * Reads the conditions of a check: what each says of one column, of the order of two, of several together.
 * @returns one or more findings per condition; a condition that is not understood is a joint one
 */
export function findFacts(check: CompiledCheck): Finding[] {
  if (check.expression === null) return [];
  const reader = new FactReader(check);
  return splitConditions(check.expression).flatMap((condition) => reader.read(condition));
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

class FactReader {
  readonly #check: CompiledCheck;
  readonly #dialect: Dialect;

  constructor(check: CompiledCheck) {
    this.#check = check;
    this.#dialect = check.dialect;
  }

  read(condition: Expression): Finding[] {
    const findings = this.#readColumn(condition) ?? this.#readOrder(condition);
    if (findings) return findings;
    const columns = this.#columnsOf(condition);
    if (columns.length < 2) return [{ kind: 'joint', joint: this.#joint(columns, null), covers: false }];
    return [
      ...this.#readDerived(condition),
      { kind: 'joint', joint: this.#readLinear(condition, columns), covers: false },
    ];
  }

  // One column

  #readColumn(condition: Expression): Finding[] | null {
    switch (condition.kind) {
      case 'compare':
        return this.#readComparison(condition.operator, condition.left, condition.right);
      case 'distinct':
        return this.#readSame(condition);
      case 'in':
        return this.#readIn(condition);
      case 'is':
        return this.#readIs(condition);
      case 'match':
        return this.#readMatch(condition);
      case 'or':
        return this.#readAlternatives(condition.operands);
      case 'column':
        return this.#readFlag(condition, true);
      case 'not':
        return condition.operand.kind === 'column' ? this.#readFlag(condition.operand, false) : null;
      case 'call':
        return this.#readPredicate(condition);
      default:
        return null;
    }
  }

  #readComparison(operator: Comparison, left: Expression, right: Expression): Finding[] | null {
    return (
      this.#compareOneSide(operator, left, right) ?? this.#compareOneSide(MIRRORED[operator], right, left)
    );
  }

  #compareOneSide(operator: Comparison, left: Expression, right: Expression): Finding[] | null {
    const column = this.#columnOf(left);
    if (column) {
      const value = this.#constantFor(column, right);
      if (value === null) return [ALWAYS];
      if (value !== undefined) {
        const isSure = operator === '=' || operator === '<>' || this.#isOrderSure(column);
        return [this.#fact(column, boundBy(operator, value), isSure)];
      }
      return operator === '=' ? this.#readNormalForm(column, right) : null;
    }
    if (left.kind === 'call') return this.#compareCall(operator, left, right);
    if (left.kind === 'arithmetic' && left.operator === '%')
      return this.#readMultiple(operator, left.left, left.right, right);
    return null;
  }

  /** Where texts are put in order, a collation decides; only SQLite's own are known. */
  #isOrderSure(column: CheckColumn): boolean {
    return !TEXT_TYPES.has(column.type.name) || (this.#dialect === 'sqlite' && isCaseSensitive(column));
  }

  #compareCall(
    operator: Comparison,
    call: Extract<Expression, { kind: 'call' }>,
    right: Expression,
  ): Finding[] | null {
    const [argument, second] = call.args;
    if (!argument) return null;
    if (call.name === 'mod' && second) return this.#readMultiple(operator, argument, second, right);
    const inner = this.#columnOf(argument) ?? this.#columnOf(bareOf(argument));
    if (!inner) return null;
    const number = this.#numberOf(right);
    const isBare = this.#columnOf(argument) !== null;
    if (number !== null && LENGTHS.has(call.name) && hasLength(inner, this.#dialect)) {
      // MySQL's length() counts bytes.
      const countsBytes =
        call.name === 'octet_length' || (call.name === 'length' && this.#dialect === 'mysql');
      const isExact = isBare && (inner.type.name === 'bytes' || !countsBytes);
      return this.#readLength(operator, inner, number, isExact);
    }
    if (number !== null && call.name === 'abs' && isBare) return this.#readAbsolute(operator, inner, number);
    const text = this.#textOf(right);
    if (text === null || !isBare) return null;
    if (call.name === 'typeof' && operator === '=') return [this.#fact(inner, { storage: [text] })];
    if (TRIMS.has(call.name) && operator === '<>' && text === '')
      return [this.#fact(inner, { minLength: 1 }, false)];
    return null;
  }

  #readLength(operator: Comparison, column: CheckColumn, length: number, isExact: boolean): Finding[] | null {
    const floor = Math.floor(length);
    const ceiling = Math.ceil(length);
    switch (operator) {
      case '=':
        return [this.#fact(column, { minLength: ceiling, maxLength: floor }, isExact)];
      case '<':
        return [this.#fact(column, { maxLength: ceiling - 1 }, isExact)];
      case '<=':
        return [this.#fact(column, { maxLength: floor }, isExact)];
      case '>':
        return [this.#fact(column, { minLength: floor + 1 }, isExact)];
      case '>=':
        return [this.#fact(column, { minLength: ceiling }, isExact)];
      case '<>':
        return length === 0 ? [this.#fact(column, { minLength: 1 }, isExact)] : null;
    }
  }

  #readAbsolute(operator: Comparison, column: CheckColumn, most: number): Finding[] | null {
    if (operator !== '<' && operator !== '<=') return null;
    const exclusive = operator === '<';
    return [this.#fact(column, { min: -most, minExclusive: exclusive, max: most, maxExclusive: exclusive })];
  }

  /** x % 5 = 0 */
  #readMultiple(
    operator: Comparison,
    left: Expression,
    right: Expression,
    rest: Expression,
  ): Finding[] | null {
    const column = this.#columnOf(left);
    const divisor = this.#numberOf(right);
    if (!column || divisor === null || operator !== '=' || this.#numberOf(rest) !== 0) return null;
    // SQLite and integers: the remainder is that of the whole parts.
    const isExact = column.type.name === 'integer';
    return divisor === 0 ? null : [this.#fact(column, { multipleOf: Math.abs(divisor) }, isExact)];
  }

  /** x = upper(x), x = trim(x), x = round(x, 2), x = date(x) */
  #readNormalForm(column: CheckColumn, right: Expression): Finding[] | null {
    if (right.kind !== 'call' || !right.args[0]) return null;
    const [first, second] = right.args;
    if (right.name === 'strftime' && second && this.#columnOf(second) === column) {
      const format = STRFTIME_FORMATS[this.#textOf(first) ?? ''];
      return format ? [this.#fact(column, { format })] : null;
    }
    if (this.#columnOf(first) !== column) return null;
    switch (right.name) {
      case 'upper':
      case 'ucase':
        return [this.#fact(column, { letterCase: 'upper' }, isCaseSensitive(column))];
      case 'lower':
      case 'lcase':
        return [this.#fact(column, { letterCase: 'lower' }, isCaseSensitive(column))];
      case 'trim':
      case 'btrim':
        return right.args.length === 1 ? [this.#fact(column, { trimmed: true })] : null;
      case 'round': {
        const decimals = second ? this.#numberOf(second) : 0;
        return decimals === null ? null : [this.#fact(column, { decimals }, false)];
      }
      case 'floor':
      case 'ceil':
      case 'ceiling':
      case 'trunc':
        return [this.#fact(column, { decimals: 0 })];
      case 'date':
        return [this.#fact(column, { format: 'date' })];
      case 'datetime':
        return [this.#fact(column, { format: 'timestamp' })];
      case 'time':
        return [this.#fact(column, { format: 'time' })];
      default:
        return null;
    }
  }

  /** x IS 5, x IS date(x): the same, and NULL only with NULL. */
  #readSame({ left, right, negated }: Extract<Expression, { kind: 'distinct' }>): Finding[] | null {
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const column = this.#columnOf(one);
      if (!column) continue;
      const value = this.#constantFor(column, other);
      if (value === undefined) {
        const form = negated ? this.#readNormalForm(column, other) : null;
        if (form) return form;
        continue;
      }
      if (value === null) return [this.#fact(column, negated ? { in: [] } : { notNull: true })];
      return [this.#fact(column, negated ? { in: [value], notNull: true } : { notIn: [value] })];
    }
    return null;
  }

  #readIn({ operand, list, negated }: Extract<Expression, { kind: 'in' }>): Finding[] | null {
    const column = this.#columnOf(operand);
    if (!column) return this.#readStorageList(operand, list, negated);
    const values = list.map((item) => this.#constantFor(column, item));
    if (values.includes(undefined)) return null;
    const known = values.filter(
      (value): value is Exclude<SqlValue, null> => value !== null && value !== undefined,
    );
    if (negated) return [this.#fact(column, { notIn: known })];
    // A NULL in the list makes every other value unknown, and so no violation.
    return known.length < values.length ? [ALWAYS] : [this.#fact(column, { in: known })];
  }

  #readStorageList(operand: Expression, list: readonly Expression[], negated: boolean): Finding[] | null {
    const argument = operand.kind === 'call' && operand.name === 'typeof' ? operand.args[0] : undefined;
    const column = argument && this.#columnOf(argument);
    const names = list.map((item) => this.#textOf(item));
    if (!column || negated || names.includes(null)) return null;
    const storage = (names as string[]).filter((name) => name !== 'null');
    return [this.#fact(column, storage.length === names.length ? { storage, notNull: true } : { storage })];
  }

  #readIs({ test, operand, negated }: Extract<Expression, { kind: 'is' }>): Finding[] | null {
    const column = this.#columnOf(operand);
    if (column) {
      if (test === 'null') return [this.#fact(column, negated ? { notNull: true } : { in: [] })];
      if (test === 'unknown' || column.type.name !== 'boolean') return null;
      const value = test === 'true' ? 1 : 0;
      return [this.#fact(column, negated ? { notIn: [value] } : { in: [value], notNull: true })];
    }
    // date(x) IS NOT NULL: x is a moment.
    if (operand.kind !== 'call' || test !== 'null' || !negated || !operand.args[0]) return null;
    const inner = this.#columnOf(operand.args[0]);
    const format = MOMENT_FORMATS[operand.name];
    return inner && format && operand.args.length === 1 ? [this.#fact(inner, { format }, false)] : null;
  }

  #readMatch(condition: Extract<Expression, { kind: 'match' }>): Finding[] | null {
    const column = this.#columnOf(condition.operand);
    const pattern = this.#textOf(condition.pattern);
    if (!column || pattern === null || !isTextColumn(column, this.#dialect)) return null;
    const escape = condition.escape ? this.#textOf(condition.escape) : this.#dialect === 'sqlite' ? '' : '\\';
    if (escape === null) return null;
    const ignoreCase = this.#ignoresCase(condition.operator, column);
    const found: TextPattern = {
      operator: condition.operator,
      pattern,
      escape,
      ignoreCase,
      negated: condition.negated,
    };
    // SQLite calls a function of the application for REGEXP.
    const isSure = !(this.#dialect === 'sqlite' && condition.operator === 'regexp');
    return [this.#fact(column, { patterns: [found] }, isSure)];
  }

  #ignoresCase(operator: MatchOperator, column: CheckColumn): boolean {
    if (operator === 'ilike' || operator === 'iregexp') return true;
    if (this.#dialect === 'sqlite') return operator === 'like';
    return column.caseInsensitive ?? false;
  }

  /** x = 1 OR x IN (2, 3): a list. */
  #readAlternatives(operands: readonly Expression[]): Finding[] | null {
    const lists: Extract<Finding, { kind: 'column' }>[] = [];
    for (const operand of operands) {
      const [only, ...more] = this.#readColumn(operand) ?? [];
      if (only?.kind !== 'column' || more.length > 0 || !only.covers) return null;
      if (!only.facts.in || only.facts.notNull) return null;
      lists.push(only);
    }
    const column = lists[0]?.column;
    if (column === undefined || lists.some((list) => list.column !== column)) return null;
    const values = [...new Set(lists.flatMap((list) => list.facts.in ?? []))];
    return [{ kind: 'column', column, facts: { in: values }, covers: true }];
  }

  #readFlag(operand: Expression, wanted: boolean): Finding[] | null {
    const column = this.#columnOf(operand);
    if (!column) return null;
    if (column.type.name === 'boolean') return [this.#fact(column, { in: [wanted ? 1 : 0] })];
    if (column.type.name !== 'integer') return null;
    return [this.#fact(column, wanted ? { notIn: [0] } : { in: [0] })];
  }

  #readPredicate({ name, args }: Extract<Expression, { kind: 'call' }>): Finding[] | null {
    const [first, second] = args;
    if (!first) return null;
    if (name === 'json_valid' && args.length === 1) {
      const column = this.#columnOf(first);
      return column && [this.#fact(column, { format: 'json' })];
    }
    if (name === 'regexp_like' && second && args.length === 2) {
      return this.#readMatch({
        kind: 'match',
        operator: 'regexp',
        operand: first,
        pattern: second,
        escape: null,
        negated: false,
      });
    }
    const format = MOMENT_FORMATS[name];
    const column = this.#columnOf(first);
    return column && format && args.length === 1 ? [this.#fact(column, { format }, false)] : null;
  }

  // Several columns

  #readOrder(condition: Expression): Finding[] | null {
    if (condition.kind !== 'compare' || condition.operator === '=' || condition.operator === '<>')
      return null;
    const { operator } = condition;
    const left = this.#orderedSide(condition.left);
    const right = this.#orderedSide(condition.right);
    if (!left || !right || left.column.name === right.column.name) return null;
    const isAscending = operator === '<' || operator === '<=';
    const strict = operator === '<' || operator === '>';
    const [low, high] = isAscending ? [left, right] : [right, left];
    const from = this.#check.name;
    const isPlain = left.isPlain && right.isPlain;
    const covers = isPlain && haveOneOrder(left.column, right.column);
    const order: Finding = {
      kind: 'order',
      order: { low: low.column.name, high: high.column.name, strict, from },
      covers,
    };
    if (covers || isPlain) return [order];
    return [
      order,
      { kind: 'joint', joint: this.#joint([low.column.name, high.column.name], null), covers: false },
    ];
  }

  /** A column, or its day or moment: date(a) <= date(b) follows from a <= b. */
  #orderedSide(side: Expression): { column: CheckColumn; isPlain: boolean } | null {
    const column = this.#columnOf(side);
    if (column) return { column, isPlain: true };
    const inner =
      side.kind === 'call' && side.args.length === 1 && side.name in MOMENT_FORMATS
        ? this.#columnOf(side.args[0]!)
        : null;
    return inner && { column: inner, isPlain: false };
  }

  #readDerived(condition: Expression): Finding[] {
    if (condition.kind !== 'compare' || condition.operator !== '=') return [];
    for (const [target, source] of [
      [condition.left, condition.right],
      [condition.right, condition.left],
    ] as const) {
      const column = this.#columnOf(target);
      const columns = this.#columnsOf(source);
      if (!column || columns.length === 0 || columns.includes(column.name)) continue;
      return [{ kind: 'derived', derived: this.#derived(column.name, columns, source), covers: false }];
    }
    return [];
  }

  #derived(column: string, columns: readonly string[], source: Expression): DerivedColumn {
    const compiled = compileInDialect(source, this.#dialect, this.#check.scope);
    return {
      column,
      columns,
      from: this.#check.name,
      value: (row) => {
        const value = compiled.value(row);
        if (value === UNKNOWN) return 'unknown';
        return value instanceof Real ? value.value : value;
      },
    };
  }

  #readLinear(condition: Expression, columns: readonly string[]): JointCondition {
    if (condition.kind !== 'compare') return this.#joint(columns, null);
    const left = this.#linear(condition.left, 1);
    const right = this.#linear(condition.right, -1);
    if (!left || !right) return this.#joint(columns, null);
    const sums = new Map<string, number>();
    for (const { column, coefficient } of [...left.terms, ...right.terms]) {
      sums.set(column, (sums.get(column) ?? 0) + coefficient);
    }
    const terms = [...sums].flatMap(([column, coefficient]) =>
      coefficient === 0 ? [] : [{ column, coefficient }],
    );
    const constant = -(left.constant + right.constant) + 0;
    return this.#joint(columns, { terms, operator: condition.operator, constant });
  }

  /** A sum of multiples of columns and a constant, times a factor; null for anything else. */
  #linear(
    expression: Expression,
    factor: number,
  ): { terms: { column: string; coefficient: number }[]; constant: number } | null {
    const column = this.#columnOf(expression);
    if (column)
      return isNumberColumn(column)
        ? { terms: [{ column: column.name, coefficient: factor }], constant: 0 }
        : null;
    const number = this.#numberOf(expression);
    if (number !== null) return { terms: [], constant: factor * number };
    if (expression.kind === 'sign' && expression.operator !== '~') {
      return this.#linear(expression.operand, expression.operator === '-' ? -factor : factor);
    }
    if (expression.kind !== 'arithmetic') return null;
    const { operator } = expression;
    if (operator === '+' || operator === '-') {
      const left = this.#linear(expression.left, factor);
      const right = this.#linear(expression.right, operator === '-' ? -factor : factor);
      return (
        left && right && { terms: [...left.terms, ...right.terms], constant: left.constant + right.constant }
      );
    }
    if (operator !== '*') return null;
    const one = this.#numberOf(expression.left);
    if (one !== null) return this.#linear(expression.right, factor * one);
    const other = this.#numberOf(expression.right);
    return other === null ? null : this.#linear(expression.left, factor * other);
  }

  #joint(columns: readonly string[], linear: JointCondition['linear']): JointCondition {
    return { columns, linear, from: this.#check.name };
  }

  // Parts of expressions

  #fact(column: CheckColumn, facts: Facts, covers = true): Finding {
    return { kind: 'column', column: column.name, facts, covers };
  }

  /** The column that an expression is, casts that change nothing left aside. */
  #columnOf(expression: Expression): CheckColumn | null {
    if (expression.kind === 'cast' && this.#dialect !== 'sqlite') {
      const column = this.#columnOf(expression.operand);
      return column && isHarmlessCast(column, expression.type.name) ? column : null;
    }
    if (expression.kind !== 'column') return null;
    const [name] = compileInDialect(expression, this.#dialect, this.#check.scope).columns;
    return this.#check.scope.find((column) => column.name === name) ?? null;
  }

  #columnsOf(expression: Expression): string[] {
    return [...compileInDialect(expression, this.#dialect, this.#check.scope).columns];
  }

  /** A constant in the form in which a column holds it; undefined for what is none, or does not suit. */
  #constantFor(column: CheckColumn, expression: Expression): SqlValue | undefined {
    const value = this.#valueOf(expression);
    if (value === undefined || value === null) return value;
    const literal = this.#textOf(expression);
    switch (column.type.name) {
      case 'integer':
      case 'decimal':
      case 'real':
        return toNumber(value);
      case 'boolean':
        return literal === null ? toNumber(value) : TRUTHS[literal.toLowerCase()];
      case 'date':
      case 'time':
      case 'timestamp':
        if (literal !== null) return literal;
        // Only SQLite stores moments as plain numbers.
        return this.#dialect === 'sqlite' ? value : undefined;
      case 'bytes':
        return value instanceof Uint8Array ? value : undefined;
      default:
        return (
          literal ??
          (typeof value === 'string' ? value : this.#dialect === 'sqlite' ? String(value) : undefined)
        );
    }
  }

  #valueOf(expression: Expression): SqlValue | undefined {
    const text = this.#textOf(expression);
    if (text !== null) return text;
    if (this.#hasColumn(expression)) return undefined;
    const value = compileInDialect(expression, this.#dialect, []).value(() => null);
    if (value === UNKNOWN) return undefined;
    return value instanceof Real ? value.value : value;
  }

  #numberOf(expression: Expression): number | null {
    const value = this.#valueOf(expression);
    return typeof value === 'number' ? value : null;
  }

  /** The text of a literal, casts around it left aside; null for anything else. */
  #textOf(expression: Expression | undefined): string | null {
    if (expression?.kind === 'cast') return this.#textOf(expression.operand);
    if (expression?.kind === 'column') return this.#isQuotedText(expression) ? expression.name : null;
    return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : null;
  }

  /** SQLite takes a name in double quotes that is no column for a text. */
  #isQuotedText(column: Extract<Expression, { kind: 'column' }>): boolean {
    return this.#dialect === 'sqlite' && column.quoted === 'double' && this.#columnOf(column) === null;
  }

  #hasColumn(expression: Expression): boolean {
    if (expression.kind === 'column') return !this.#isQuotedText(expression);
    return childrenOf(expression).some((child) => this.#hasColumn(child));
  }
}

const ALWAYS: Finding = { kind: 'always', covers: true };
const LENGTHS = new Set(['length', 'char_length', 'character_length', 'octet_length']);
const TRIMS = new Set(['trim', 'btrim', 'ltrim', 'rtrim']);

const MOMENT_FORMATS: Readonly<Record<string, 'date' | 'timestamp' | 'time'>> = {
  date: 'date',
  datetime: 'timestamp',
  julianday: 'timestamp',
  unixepoch: 'timestamp',
  time: 'time',
};

const STRFTIME_FORMATS: Readonly<Record<string, 'date' | 'timestamp' | 'time'>> = {
  '%Y-%m-%d': 'date',
  '%Y-%m-%d %H:%M:%S': 'timestamp',
  '%H:%M:%S': 'time',
};

const TRUTHS: Readonly<Record<string, number>> = { t: 1, true: 1, '1': 1, f: 0, false: 0, '0': 0 };

function boundBy(operator: Comparison, value: SqlValue): Facts {
  switch (operator) {
    case '=':
      return { in: [value] };
    case '<>':
      return { notIn: [value] };
    case '<':
      return { max: value, maxExclusive: true };
    case '<=':
      return { max: value };
    case '>':
      return { min: value, minExclusive: true };
    case '>=':
      return { min: value };
  }
}

/** What trim() or a cast to text is applied to. */
function bareOf(expression: Expression): Expression {
  if (expression.kind === 'call' && TRIMS.has(expression.name) && expression.args[0])
    return expression.args[0];
  return expression.kind === 'cast' ? expression.operand : expression;
}

function toNumber(value: SqlValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

const NUMBER_TYPES = new Set(['integer', 'decimal', 'real', 'boolean']);
const TEXT_TYPES = new Set(['text', 'enum', 'uuid', 'json', 'other']);
const MOMENT_TYPES = new Set(['date', 'timestamp']);

function isNumberColumn(column: CheckColumn): boolean {
  return NUMBER_TYPES.has(column.type.name);
}

/** SQLite writes moments as texts. */
function isTextColumn(column: CheckColumn, dialect: Dialect): boolean {
  if (TEXT_TYPES.has(column.type.name)) return true;
  return dialect === 'sqlite' && ['date', 'time', 'timestamp'].includes(column.type.name);
}

function hasLength(column: CheckColumn, dialect: Dialect): boolean {
  return column.type.name === 'bytes' || isTextColumn(column, dialect);
}

function isCaseSensitive(column: CheckColumn): boolean {
  return column.caseInsensitive !== true;
}

function isHarmlessCast(column: CheckColumn, type: string): boolean {
  const { name } = column.type;
  if (/^(?:text|varchar|character varying|bpchar|character|char|citext)$/.test(type))
    return TEXT_TYPES.has(name);
  if (/^(?:numeric|decimal|bigint|int8|double precision|float8|real)$/.test(type))
    return name === 'integer' || name === 'decimal';
  if (/^(?:integer|int|int4)$/.test(type)) return name === 'integer';
  return /^timestamp/.test(type) && MOMENT_TYPES.has(name);
}

/** Whether values of two columns compare with one another as values of one column do. */
function haveOneOrder(left: CheckColumn, right: CheckColumn): boolean {
  const [one, other] = [left.type.name, right.type.name];
  return (
    one === other ||
    (NUMBER_TYPES.has(one) && NUMBER_TYPES.has(other)) ||
    (MOMENT_TYPES.has(one) && MOMENT_TYPES.has(other))
  );
}
