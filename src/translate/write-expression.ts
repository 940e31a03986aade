import type { ArithmeticOperator, Expression, TypeName } from '../check/expression.js';
import type { Dialect, LogicalType } from '../introspect/catalog.js';
import type { CastType, Product } from '../product.js';
import { functionMeaning } from './function-meaning.js';
import { globToRegexp, isCommonRegexp, readGlobPattern, readLikePattern } from './read-pattern.js';

/** A column as an expression of the source means it and one of the target writes it. */
export interface ExpressionColumn {
  readonly name: string;
  /** As the target has it. */
  readonly sql: string;
  /** In the target. */
  readonly type: LogicalType;
  /** The source compares its texts without case. */
  readonly caseInsensitive: boolean;
}

export interface ExpressionScope {
  /** Whose expression it was. */
  readonly dialect: Dialect;
  readonly product: Product;
  readonly columns: readonly ExpressionColumn[];
  /** In a default the clock may be asked; elsewhere an expression must give the same each time. */
  readonly isDefault: boolean;
}

/**
 * Writes an expression in the words of another product, so that it holds for the same rows.
 * @returns null when it cannot be said there, or not for certain
 */
export function writeExpression(expression: Expression, scope: ExpressionScope): string | null {
  try {
    return new Writer(scope).value(expression);
  } catch (error) {
    if (error instanceof Unsayable) return null;
    throw error;
  }
}

/** The same for a condition: products that tell booleans from numbers get one. */
export function writeCondition(expression: Expression, scope: ExpressionScope): string | null {
  try {
    return new Writer(scope).condition(expression);
  } catch (error) {
    if (error instanceof Unsayable) return null;
    throw error;
  }
}

/** What an operand is, as far as products write its kinds differently. */
type Family = 'boolean' | 'integer' | 'number' | 'text' | 'moment' | 'bytes' | 'null' | 'unknown';

class Unsayable extends Error {}

class Writer {
  private readonly product: Product;

  constructor(private readonly scope: ExpressionScope) {
    this.product = scope.product;
  }

  condition(node: Expression): string {
    const sql = this.value(node);
    if (!this.product.words.strictBooleans || this.familyOf(node) === 'boolean') return sql;
    if (node.kind === 'literal' && (node.value === 0 || node.value === 1))
      return node.value === 1 ? 'TRUE' : 'FALSE';
    if (['integer', 'number'].includes(this.familyOf(node))) return `(${sql} <> 0)`;
    throw new Unsayable();
  }

  value(node: Expression): string {
    const { words } = this.product;
    switch (node.kind) {
      case 'literal':
        return this.literal(node);
      case 'column':
        return this.column(node);
      case 'not':
        return `(NOT ${this.condition(node.operand)})`;
      case 'and':
      case 'or':
        return `(${node.operands.map((operand) => this.condition(operand)).join(node.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'xor':
        return sayable(words.exclusiveOr(this.condition(node.left), this.condition(node.right)));
      case 'compare': {
        const [left, right] = this.alike([node.left, node.right]);
        return `(${left} ${node.operator} ${right})`;
      }
      case 'distinct': {
        const [left, right] = this.alike([node.left, node.right]);
        const same = words.same(left!, right!);
        return node.negated ? same : `(NOT ${same})`;
      }
      case 'is':
        return this.is(node);
      case 'between':
        return this.between(node);
      case 'in': {
        if (node.list.length === 0) throw new Unsayable();
        const [operand, ...list] = this.alike([node.operand, ...node.list]);
        return `(${operand} ${node.negated ? 'NOT IN' : 'IN'} (${list.join(', ')}))`;
      }
      case 'match':
        return this.match(node);
      case 'sign':
        return `(${node.operator}${this.value(node.operand)})`;
      case 'arithmetic':
        return this.arithmetic(node.operator, node.left, node.right);
      case 'case':
        return this.case(node);
      case 'cast':
        return this.cast(node.operand, node.type);
      case 'collate':
        return this.collate(node);
      case 'call':
        return this.call(node.name, node.args);
      case 'interval':
      case 'row':
      case 'array':
      case 'opaque':
        throw new Unsayable();
    }
  }

  private literal({ form, value }: Extract<Expression, { kind: 'literal' }>): string {
    if (value === null) return 'NULL';
    if (form === 'boolean') return value === 0 ? 'FALSE' : 'TRUE';
    if (value instanceof Uint8Array) return this.product.words.bytes(Buffer.from(value).toString('hex'));
    return typeof value === 'string' ? this.product.quoteText(value) : String(value);
  }

  private column(node: Extract<Expression, { kind: 'column' }>): string {
    const column = this.findColumn(node);
    if (column !== null) return column.sql;
    if (this.isDoubleQuotedText(node)) return this.product.quoteText(node.name);
    throw new Unsayable();
  }

  private findColumn({ name }: Extract<Expression, { kind: 'column' }>): ExpressionColumn | null {
    const lower = name.toLowerCase();
    const { columns } = this.scope;
    return (
      columns.find((column) => column.name === name) ??
      columns.find((column) => column.name.toLowerCase() === lower) ??
      null
    );
  }

  /** SQLite takes a name in double quotes that is no column for a text. */
  private isDoubleQuotedText({ quoted }: Extract<Expression, { kind: 'column' }>): boolean {
    return quoted === 'double' && this.scope.dialect === 'sqlite';
  }

  /** Operands that are compared with one another: 0 and 1 beside a boolean are FALSE and TRUE, and case is ignored alike. */
  private alike(nodes: readonly Expression[]): string[] {
    const families = nodes.map((node) => this.familyOf(node));
    const { strictBooleans } = this.product.words;
    const hasBoolean = nodes.some((node, index) => families[index] === 'boolean' && node.kind !== 'literal');
    const hasNumber = families.some((family) => family === 'integer' || family === 'number');
    const ignoresCase = nodes.some((node) => this.ignoresCase(node)) && !this.product.can.ignoreCase;
    return nodes.map((node, index) => {
      if (node.kind === 'literal' && strictBooleans && node.value !== null) {
        if (hasBoolean && typeof node.value === 'number') {
          if (node.value !== 0 && node.value !== 1) throw new Unsayable();
          return node.value === 0 ? 'FALSE' : 'TRUE';
        }
        if (node.form === 'boolean' && hasNumber) return String(node.value);
      }
      if (strictBooleans && hasBoolean && !['boolean', 'null', 'text'].includes(families[index]!))
        throw new Unsayable();
      const sql = this.value(node);
      return ignoresCase && families[index] === 'text' ? `lower(${sql})` : sql;
    });
  }

  private ignoresCase(node: Expression): boolean {
    if (node.kind === 'column') return this.findColumn(node)?.caseInsensitive ?? false;
    if (node.kind === 'collate') return /nocase|_ci$/i.test(node.collation);
    return false;
  }

  private is({ test, operand, negated }: Extract<Expression, { kind: 'is' }>): string {
    const not = negated ? 'NOT ' : '';
    if (test === 'null') return `(${this.value(operand)} IS ${not}NULL)`;
    const condition = this.condition(operand);
    return test === 'unknown'
      ? `(${condition} IS ${not}NULL)`
      : `(${condition} IS ${not}${test.toUpperCase()})`;
  }

  private between(node: Extract<Expression, { kind: 'between' }>): string {
    const [operand, low, high] = this.alike([node.operand, node.low, node.high]);
    const inside = `(${operand} BETWEEN ${low} AND ${high})`;
    const either = node.symmetric ? `(${inside} OR (${operand} BETWEEN ${high} AND ${low}))` : inside;
    return node.negated ? `(NOT ${either})` : either;
  }

  private match(node: Extract<Expression, { kind: 'match' }>): string {
    const sql = sayable(this.positiveMatch(node));
    return node.negated ? `(NOT ${sql})` : sql;
  }

  private positiveMatch(node: Extract<Expression, { kind: 'match' }>): string | null {
    const { words } = this.product;
    const { dialect } = this.scope;
    const pattern = literalText(node.pattern);
    const escape = node.escape === null ? null : literalText(node.escape);
    if (pattern === null || (node.escape !== null && escape === null)) return null;
    const text = this.value(node.operand);
    const isFolded = this.ignoresCase(node.operand);
    switch (node.operator) {
      case 'like':
        // SQLite's LIKE ignores case, MySQL's goes by the collation.
        return words.like(text, readLikePattern(pattern, escape, dialect), dialect === 'sqlite' || isFolded);
      case 'ilike':
        return words.like(text, readLikePattern(pattern, escape, dialect), true);
      case 'glob': {
        const parts = readGlobPattern(pattern);
        if (parts !== null) return words.like(text, parts, false);
        const regexp = globToRegexp(pattern);
        return regexp === null ? null : words.regexp(text, regexp, false);
      }
      case 'regexp':
      case 'iregexp':
        if (!isCommonRegexp(pattern)) return null;
        return words.regexp(text, pattern, node.operator === 'iregexp' || isFolded);
      case 'similar':
        return null;
    }
  }

  private arithmetic(operator: ArithmeticOperator, left: Expression, right: Expression): string {
    const { words } = this.product;
    const { dialect } = this.scope;
    const [one, other] = [this.value(left), this.value(right)];
    const areWhole = this.familyOf(left) === 'integer' && this.familyOf(right) === 'integer';
    switch (operator) {
      case '+':
      case '-':
      case '*':
        if ([left, right].some((node) => ['moment', 'text', 'unknown'].includes(this.familyOf(node))))
          throw new Unsayable();
        return `(${one} ${operator} ${other})`;
      case '%':
        return sayable(words.call('mod', [one, other]));
      case '/':
        // Two integers make an integer, but in MySQL.
        return words.divide(one, other, areWhole && dialect !== 'mysql');
      case 'div':
        return words.divide(one, other, true);
      case '||':
        return words.concat(one, other);
      case '^':
        if (dialect === 'postgres') return sayable(words.power(one, other));
        throw new Unsayable();
      case '&':
      case '|':
      case '<<':
      case '>>':
        if (!areWhole) throw new Unsayable();
        return `(${one} ${operator} ${other})`;
      case '#':
        throw new Unsayable();
    }
  }

  private case({ base, branches, otherwise }: Extract<Expression, { kind: 'case' }>): string {
    const when = branches.map(({ when: test, then }) => {
      const condition =
        base === null
          ? this.condition(test)
          : this.value({ kind: 'compare', operator: '=', left: base, right: test });
      return `WHEN ${condition} THEN ${this.value(then)}`;
    });
    const rest = otherwise === null ? '' : ` ELSE ${this.value(otherwise)}`;
    return `CASE ${when.join(' ')}${rest} END`;
  }

  private cast(operand: Expression, type: TypeName): string {
    const to = castType(type);
    // A type only says what the database had made of a literal.
    const isText = literalText(operand) !== null;
    if (isText && (to === null || ['text', 'date', 'timestamp'].includes(to.name)))
      return this.value(operand);
    if (to === null) throw new Unsayable();
    const family = this.familyOf(operand);
    const isNumber = operand.kind === 'literal' && (family === 'integer' || family === 'number');
    if (
      isNumber &&
      (to.name === 'decimal' || to.name === 'real' || (to.name === 'integer' && family === 'integer'))
    )
      return this.value(operand);
    if ((to.name === 'text' && family === 'text') || (to.name === 'boolean' && family === 'boolean'))
      return this.value(operand);
    return this.product.words.cast(this.value(operand), to);
  }

  /** Texts are compared byte by byte wherever a column does not say otherwise. */
  private collate({ operand, collation }: Extract<Expression, { kind: 'collate' }>): string {
    if (/^(binary|c|posix|default|ucs_basic)$|_bin$/i.test(collation)) return this.value(operand);
    if (/^nocase$|_ci$/i.test(collation)) return `lower(${this.value(operand)})`;
    throw new Unsayable();
  }

  private call(name: string, args: readonly Expression[]): string {
    const meaning = functionMeaning(name, this.scope.dialect);
    const { words } = this.product;
    switch (meaning) {
      case null:
        return this.callClock(name, args);
      case 'now':
      case 'now_date':
      case 'now_time':
        return this.now(meaning === 'now' ? 'timestamp' : meaning === 'now_date' ? 'date' : 'time');
      case 'uuid':
        if (!this.scope.isDefault) throw new Unsayable();
        return sayable(words.uuid());
      case 'if':
        if (args.length < 2 || args.length > 3) throw new Unsayable();
        return this.value({
          kind: 'case',
          base: null,
          branches: [{ when: args[0]!, then: args[1]! }],
          otherwise: args[2] ?? null,
        });
      case 'concat':
        return args.map((arg) => this.value(arg)).reduce((left, right) => words.concat(left, right));
      case 'count_values':
      case 'count_nulls': {
        const not = meaning === 'count_values' ? 'NOT ' : '';
        return `(${args.map((arg) => `CASE WHEN ${this.value(arg)} IS ${not}NULL THEN 1 ELSE 0 END`).join(' + ')})`;
      }
      case 'extract': {
        const field = args[0] === undefined ? null : literalText(args[0]);
        if (field === null || !['year', 'month', 'day'].includes(field) || args.length !== 2)
          throw new Unsayable();
        return sayable(words.call(field, [this.value(args[1]!)]));
      }
      case 'greatest':
      case 'least':
        if (args.length < 2) throw new Unsayable();
        return sayable(words.call(meaning, this.alike(args)));
      case 'coalesce':
      case 'nullif':
        return sayable(words.call(meaning, this.alike(args)));
      default:
        return sayable(
          words.call(
            meaning,
            args.map((arg) => this.value(arg)),
          ),
        );
    }
  }

  /** SQLite's datetime('now') and its kin. */
  private callClock(name: string, args: readonly Expression[]): string {
    const part = { datetime: 'timestamp', date: 'date', time: 'time' }[name] as
      'timestamp' | 'date' | 'time' | undefined;
    if (this.scope.dialect !== 'sqlite' || part === undefined) throw new Unsayable();
    if (args.length === 0 || (args.length === 1 && literalText(args[0]!) === 'now')) return this.now(part);
    throw new Unsayable();
  }

  private now(part: 'timestamp' | 'date' | 'time'): string {
    if (!this.scope.isDefault) throw new Unsayable();
    return this.product.words.now(part);
  }

  private familyOf(node: Expression): Family {
    switch (node.kind) {
      case 'literal':
        if (node.value === null) return 'null';
        return (
          {
            integer: 'integer',
            decimal: 'number',
            text: 'text',
            bytes: 'bytes',
            boolean: 'boolean',
            null: 'null',
          } as const
        )[node.form];
      case 'column': {
        const column = this.findColumn(node);
        return column === null
          ? this.isDoubleQuotedText(node)
            ? 'text'
            : 'unknown'
          : familyOfType(column.type);
      }
      case 'sign':
        return this.familyOf(node.operand);
      case 'collate':
        return 'text';
      case 'cast': {
        const to = castType(node.type)?.name;
        if (to === undefined) return literalText(node.operand) === null ? 'unknown' : 'text';
        return (
          {
            integer: 'integer',
            real: 'number',
            decimal: 'number',
            text: 'text',
            date: 'moment',
            timestamp: 'moment',
            boolean: 'boolean',
          } as const
        )[to];
      }
      case 'arithmetic': {
        if (node.operator === '||') return 'text';
        const families = [this.familyOf(node.left), this.familyOf(node.right)];
        if (families.every((family) => family === 'integer'))
          return node.operator === '/' && this.scope.dialect === 'mysql' ? 'number' : 'integer';
        return families.every((family) => family === 'integer' || family === 'number') ? 'number' : 'unknown';
      }
      case 'case':
        return this.familyOf(node.branches[0]!.then);
      case 'call':
        return this.familyOfCall(node.name, node.args);
      case 'interval':
      case 'row':
      case 'array':
      case 'opaque':
        return 'unknown';
      default:
        return 'boolean';
    }
  }

  private familyOfCall(name: string, args: readonly Expression[]): Family {
    const meaning = functionMeaning(name, this.scope.dialect) ?? '';
    if (/^(char_length|byte_length|position|year|month|day|extract|count_)/.test(meaning)) return 'integer';
    if (/^(lower|upper|l?r?trim|substring|replace|concat)$/.test(meaning)) return 'text';
    if (/^(abs|round|floor|ceil|mod|coalesce|nullif|greatest|least)$/.test(meaning) && args[0] !== undefined)
      return this.familyOf(args[0]);
    if (meaning === 'if' && args[1] !== undefined) return this.familyOf(args[1]);
    return meaning === 'json_valid' ? 'boolean' : 'unknown';
  }
}

function sayable(sql: string | null): string {
  if (sql === null) throw new Unsayable();
  return sql;
}

function literalText(node: Expression): string | null {
  if (node.kind === 'cast') return literalText(node.operand);
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : null;
}

function familyOfType(type: LogicalType): Family {
  switch (type.name) {
    case 'boolean':
    case 'integer':
    case 'text':
    case 'bytes':
      return type.name;
    case 'decimal':
    case 'real':
      return 'number';
    case 'date':
    case 'time':
    case 'timestamp':
      return 'moment';
    case 'enum':
      return 'text';
    default:
      return 'unknown';
  }
}

/** What the name of a type means in any product; null for types that not all of them have. */
function castType({ name, parameters, array }: TypeName): CastType | null {
  if (array) return null;
  if (
    /^(var|n|character |native )?(char|character|text|varying)/.test(name) ||
    /^(text|varchar|character varying|bpchar|clob|name|citext)$/.test(name)
  )
    return { name: 'text' };
  if (/^(tiny|small|medium|big)?int(eger)?[248]?$|^(un)?signed( integer)?$/.test(name))
    return { name: 'integer' };
  if (/^(double( precision)?|real|float[48]?)$/.test(name)) return { name: 'real' };
  if (/^(numeric|decimal|dec)$/.test(name))
    return { name: 'decimal', precision: parameters[0] ?? null, scale: parameters[1] ?? null };
  if (name === 'date') return { name: 'date' };
  if (/^(timestamp|datetime|timestamptz)/.test(name)) return { name: 'timestamp' };
  return /^bool(ean)?$/.test(name) ? { name: 'boolean' } : null;
}
