import type { SqlValue } from '../batch/batch.js';
import type { Dialect } from '../introspect/catalog.js';
import type { Comparison, Expression, MatchOperator, TypeName } from './expression.js';
import { SyntaxFailure, tokenize, type Token } from './tokenize.js';

/** An expression, or the reason why it was not understood. */
export type ParseResult =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly reason: string };

/**
 * Parses a scalar SQL expression: the body of a CHECK, the predicate of a partial index, an indexed expression.
 * Never throws: what it does not understand (subqueries, window functions, odd operators) is a typed failure.
 * @param sql text of the expression, as the schema or the database's catalog shows it
 * @param dialect whose literals, operators and precedence apply
 */
export function parseExpression(sql: string, dialect: Dialect): ParseResult {
  try {
    const parser = new Parser(tokenize(sql, dialect), dialect);
    return { ok: true, expression: parser.parseWhole() };
  } catch (error) {
    if (error instanceof SyntaxFailure) return { ok: false, reason: error.message };
    if (error instanceof RangeError) return { ok: false, reason: 'the expression is nested too deeply' };
    throw error;
  }
}

/** Binding powers of one dialect, weakest first; from the vendors' grammars, not from their (shorter) tables. */
interface Levels {
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

const LEVELS: Readonly<Record<Dialect, Levels>> = {
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

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '<>',
  '^=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** PostgreSQL stores LIKE and its kin as operators. */
const POSTGRES_MATCHES: Readonly<Record<string, { operator: MatchOperator; negated: boolean }>> = {
  '~': { operator: 'regexp', negated: false },
  '!~': { operator: 'regexp', negated: true },
  '~*': { operator: 'iregexp', negated: false },
  '!~*': { operator: 'iregexp', negated: true },
  '~~': { operator: 'like', negated: false },
  '!~~': { operator: 'like', negated: true },
  '~~*': { operator: 'ilike', negated: false },
  '!~~*': { operator: 'ilike', negated: true },
};

const MATCH_WORDS: Readonly<Record<string, MatchOperator>> = {
  LIKE: 'like',
  ILIKE: 'ilike',
  GLOB: 'glob',
  REGEXP: 'regexp',
  RLIKE: 'regexp',
  SIMILAR: 'similar',
};

const MOMENTS = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'LOCALTIME',
  'LOCALTIMESTAMP',
  'CURRENT_USER',
  'SESSION_USER',
]);

/** Words that cannot start an operand, so that `a = AND b` is refused instead of read as a column. */
const RESERVED = new Set(
  'AND OR NOT XOR IN IS LIKE ILIKE BETWEEN THEN WHEN ELSE END ESCAPE COLLATE FROM SELECT WHERE ORDER GROUP'.split(
    ' ',
  ),
);

const INTERVAL_UNITS = new Set('MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR'.split(' '));

class Parser {
  readonly #tokens: readonly Token[];
  readonly #dialect: Dialect;
  readonly #levels: Levels;
  #next = 0;

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.#tokens = tokens;
    this.#dialect = dialect;
    this.#levels = LEVELS[dialect];
  }

  parseWhole(): Expression {
    const expression = this.#parse(0);
    const rest = this.#peek();
    if (rest.type !== 'end') throw new SyntaxFailure(`unexpected ${describe(rest)}`);
    return expression;
  }

  /** Reads an operand and all operators behind it that bind stronger than `floor`. */
  #parse(floor: number): Expression {
    let left = this.#parsePrefix();
    for (;;) {
      const longer = this.#parseInfix(left, floor);
      if (longer === null) return left;
      left = longer;
    }
  }

  // Operands

  #parsePrefix(): Expression {
    const token = this.#peek();
    switch (token.type) {
      case 'number':
        this.#next++;
        return numberLiteral(token.text);
      case 'text':
        this.#next++;
        return { kind: 'literal', form: 'text', value: token.text };
      case 'bytes':
        this.#next++;
        return { kind: 'literal', form: 'bytes', value: bytesOfHex(token.text) };
      case 'bits':
        this.#next++;
        return this.#dialect === 'mysql'
          ? { kind: 'literal', form: 'integer', value: shrink(BigInt(`0b${token.text || '0'}`)) }
          : { kind: 'opaque', operator: 'bits', operands: [] };
      case 'quoted':
        return this.#parseReference();
      case 'name':
        return this.#parseWord(token);
      case 'operator':
        return this.#parsePrefixOperator(token);
      case 'end':
        throw new SyntaxFailure('the expression ends too early');
    }
  }

  #parsePrefixOperator(token: Token): Expression {
    if (token.text === '(') return this.#parseParenthesis();
    this.#next++;
    switch (token.text) {
      case '-':
      case '+':
      case '~':
        return this.#parseSign(token.text);
      case '!':
        if (this.#dialect === 'mysql') return { kind: 'not', operand: this.#parse(this.#levels.sign) };
        break;
    }
    throw new SyntaxFailure(`unexpected ${describe(token)}`);
  }

  #parseSign(operator: '-' | '+' | '~'): Expression {
    const token = this.#peek();
    if (operator === '-' && token.type === 'number') {
      // One literal, so that the smallest 64-bit integer stays an integer.
      const literal = numberLiteral(`-${token.text}`);
      const follows = this.#tokens[this.#next + 1]!.text;
      if (follows !== '::') {
        this.#next++;
        return literal;
      }
    }
    const isBitwise = operator === '~' && this.#dialect === 'postgres';
    const operand = this.#parse(isBitwise ? this.#levels.other : this.#levels.sign - 1);
    return { kind: 'sign', operator, operand };
  }

  #parseParenthesis(): Expression {
    this.#expect('(');
    if (this.#peek().word === 'SELECT' || this.#peek().word === 'WITH') throw new SyntaxFailure('a subquery');
    const first = this.#parse(0);
    if (this.#peek().text !== ',') {
      this.#expect(')');
      return first;
    }
    const items = [first];
    while (this.#accept(',')) items.push(this.#parse(0));
    this.#expect(')');
    return { kind: 'row', items };
  }

  #parseWord(token: Token): Expression {
    const word = token.word;
    const after = this.#tokens[this.#next + 1]!;
    const opens = after.text === '(' && after.type === 'operator';
    if (word === 'NOT') {
      this.#next++;
      return { kind: 'not', operand: this.#parse(this.#levels.not - 1) };
    }
    if (word === 'CASE') return this.#parseCase();
    if (word === 'EXISTS' && opens) throw new SyntaxFailure('a subquery');
    if (word === 'NULL') return this.#word({ kind: 'literal', form: 'null', value: null });
    if ((word === 'TRUE' || word === 'FALSE') && !opens && after.text !== '.') {
      return this.#word({ kind: 'literal', form: 'boolean', value: word === 'TRUE' ? 1 : 0 });
    }
    if (MOMENTS.has(word)) return this.#parseMoment(word);
    if (word === 'ARRAY' && after.text === '[') return this.#parseArray();
    if (word === 'ROW' && opens) return this.#parseRow();
    if ((word === 'CAST' || word === 'TRY_CAST') && opens) return this.#parseCast();
    if (word === 'BINARY' && this.#dialect === 'mysql' && !opens) {
      this.#next++;
      return { kind: 'collate', operand: this.#parse(this.#levels.sign - 1), collation: 'binary' };
    }
    if (word === 'INTERVAL' && this.#dialect !== 'sqlite') {
      const interval = this.#parseInterval(opens);
      if (interval) return interval;
    }
    if (opens && (!RESERVED.has(word) || word === 'LIKE')) return this.#parseCall();
    const typed = this.#parseTypedLiteral();
    if (typed) return typed;
    if (RESERVED.has(word)) throw new SyntaxFailure(`unexpected ${describe(token)}`);
    return this.#parseReference();
  }

  #word(expression: Expression): Expression {
    this.#next++;
    return expression;
  }

  /** `a`, `t.a`, `s.t.a`, or `s.f(…)`, where a schema stands before a function. */
  #parseReference(): Expression {
    const parts: Token[] = [this.#identifier()];
    while (this.#accept('.')) parts.push(this.#identifier());
    const last = parts.at(-1)!;
    if (this.#peek().text === '(' && this.#peek().type === 'operator') {
      return this.#parseArguments(last.text.toLowerCase());
    }
    return {
      kind: 'column',
      name: last.text,
      table: parts.at(-2)?.text ?? null,
      quoted: last.quote === '"' && parts.length === 1 ? 'double' : last.type === 'quoted' ? 'other' : false,
    };
  }

  #identifier(): Token {
    const token = this.#peek();
    if (token.type !== 'name' && token.type !== 'quoted')
      throw new SyntaxFailure(`unexpected ${describe(token)}`);
    this.#next++;
    return token;
  }

  #parseMoment(word: string): Expression {
    this.#next++;
    if (this.#accept('(')) {
      if (this.#peek().type === 'number') this.#next++;
      this.#expect(')');
    }
    return { kind: 'call', name: word.toLowerCase(), args: [] };
  }

  #parseArray(): Expression {
    if (this.#peek().word === 'ARRAY') this.#next++;
    this.#expect('[');
    const items: Expression[] = [];
    while (this.#peek().text !== ']') {
      items.push(this.#peek().text === '[' ? this.#parseArray() : this.#parse(0));
      if (!this.#accept(',')) break;
    }
    this.#expect(']');
    return { kind: 'array', items };
  }

  #parseRow(): Expression {
    this.#next++;
    this.#expect('(');
    const items: Expression[] = [];
    while (this.#peek().text !== ')') {
      items.push(this.#parse(0));
      if (!this.#accept(',')) break;
    }
    this.#expect(')');
    return { kind: 'row', items };
  }

  #parseCase(): Expression {
    this.#next++;
    const base = this.#peek().word === 'WHEN' ? null : this.#parse(0);
    const branches: { when: Expression; then: Expression }[] = [];
    while (this.#acceptWord('WHEN')) {
      const when = this.#parse(0);
      this.#expectWord('THEN');
      branches.push({ when, then: this.#parse(0) });
    }
    if (branches.length === 0) throw new SyntaxFailure('CASE without WHEN');
    const otherwise = this.#acceptWord('ELSE') ? this.#parse(0) : null;
    this.#expectWord('END');
    return { kind: 'case', base, branches, otherwise };
  }

  #parseCast(): Expression {
    this.#next++;
    this.#expect('(');
    const operand = this.#parse(0);
    this.#expectWord('AS');
    const type = this.#parseTypeName();
    this.#expect(')');
    return castOf(operand, type);
  }

  /** INTERVAL '1 day', INTERVAL '1' DAY, INTERVAL 1 DAY; null when the word is a column or a function. */
  #parseInterval(opens: boolean): Expression | null {
    const literal = this.#tokens[this.#next + 1]!;
    const start = this.#next;
    if (literal.type === 'text' && !this.#isIntervalUnit(this.#tokens[this.#next + 2]!)) {
      this.#next += 2;
      const type: TypeName = { name: 'interval', parameters: [], array: false };
      return castOf({ kind: 'literal', form: 'text', value: literal.text }, type);
    }
    if (this.#dialect !== 'mysql' && (literal.type !== 'text' || opens)) return null;
    this.#next++;
    const amount = this.#parse(this.#levels.match);
    const unit = this.#peek();
    if (!this.#isIntervalUnit(unit)) {
      this.#next = start;
      return null;
    }
    this.#next++;
    return { kind: 'interval', amount, unit: unit.word.toLowerCase() };
  }

  #isIntervalUnit(token: Token): boolean {
    return INTERVAL_UNITS.has(token.word);
  }

  /** DATE '2020-01-01', TIMESTAMP WITH TIME ZONE '…', numeric '1.5': a type name before a text literal. */
  #parseTypedLiteral(): Expression | null {
    if (this.#dialect === 'sqlite') return null;
    const start = this.#next;
    if (this.#tokens[start + 1]!.type === 'text' || TYPE_WORDS.has(this.#peek().word)) {
      const type = this.#tryTypeName();
      const literal = this.#peek();
      if (type && literal.type === 'text') {
        this.#next++;
        return castOf({ kind: 'literal', form: 'text', value: literal.text }, type);
      }
    }
    this.#next = start;
    return null;
  }

  // Calls

  #parseCall(): Expression {
    const name = this.#identifier().text.toLowerCase();
    switch (name) {
      case 'extract':
        return this.#parseExtract();
      case 'position':
        return this.#parsePosition();
      case 'trim':
        return this.#parseTrim();
      case 'substring':
      case 'substr':
      case 'mid':
        return this.#parseSubstring();
      case 'convert':
        return this.#parseConvert();
      case 'similar_to_escape':
      case 'similar_escape':
        return this.#parseArguments('similar_to_escape');
      default:
        return this.#parseArguments(name);
    }
  }

  #parseArguments(name: string): Expression {
    this.#expect('(');
    const args: Expression[] = [];
    if (this.#peek().text === '*') throw new SyntaxFailure('an aggregate function');
    if (this.#peek().word === 'DISTINCT') throw new SyntaxFailure('an aggregate function');
    while (this.#peek().text !== ')' || this.#peek().type !== 'operator') {
      this.#acceptWord('VARIADIC');
      args.push(this.#parse(0));
      if (!this.#accept(',')) break;
    }
    this.#expect(')');
    const word = this.#peek().word;
    if (word === 'OVER' || word === 'FILTER') throw new SyntaxFailure('a window or aggregate function');
    return { kind: 'call', name, args };
  }

  #parseExtract(): Expression {
    this.#expect('(');
    const field = this.#peek();
    this.#next++;
    if (!this.#acceptWord('FROM')) throw new SyntaxFailure('EXTRACT without FROM');
    const operand = this.#parse(0);
    this.#expect(')');
    const name: Expression = { kind: 'literal', form: 'text', value: field.text.toLowerCase() };
    return { kind: 'call', name: 'extract', args: [name, operand] };
  }

  /** POSITION(a IN b), as a call of strpos(b, a). */
  #parsePosition(): Expression {
    this.#expect('(');
    const sought = this.#parse(this.#levels.match);
    this.#expectWord('IN');
    const text = this.#parse(0);
    this.#expect(')');
    return { kind: 'call', name: 'strpos', args: [text, sought] };
  }

  #parseTrim(): Expression {
    this.#expect('(');
    const side = this.#peek().word;
    const name = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'trim';
    if (name !== 'trim' || side === 'BOTH') this.#next++;
    const args: Expression[] = [];
    if (!this.#acceptWord('FROM')) {
      args.push(this.#parse(0));
      if (this.#accept(',')) args.push(this.#parse(0));
      else if (this.#acceptWord('FROM')) args.unshift(this.#parse(0));
    } else args.push(this.#parse(0));
    this.#expect(')');
    return { kind: 'call', name, args };
  }

  #parseSubstring(): Expression {
    this.#expect('(');
    const args = [this.#parse(0)];
    if (this.#acceptWord('SIMILAR')) throw new SyntaxFailure('SUBSTRING … SIMILAR');
    if (this.#acceptWord('FROM')) {
      args.push(this.#parse(0));
      if (this.#acceptWord('FOR')) args.push(this.#parse(0));
    } else if (this.#acceptWord('FOR')) {
      args.push({ kind: 'literal', form: 'integer', value: 1 }, this.#parse(0));
    } else while (this.#accept(',')) args.push(this.#parse(0));
    this.#expect(')');
    return { kind: 'call', name: 'substring', args };
  }

  #parseConvert(): Expression {
    this.#expect('(');
    const operand = this.#parse(0);
    if (this.#acceptWord('USING')) {
      this.#identifier();
      this.#expect(')');
      return operand;
    }
    this.#expect(',');
    const type = this.#parseTypeName();
    this.#expect(')');
    return castOf(operand, type);
  }

  // Type names

  #parseTypeName(): TypeName {
    const type = this.#tryTypeName();
    if (!type) throw new SyntaxFailure(`unexpected ${describe(this.#peek())} where a type should be`);
    return type;
  }

  #tryTypeName(): TypeName | null {
    if (this.#peek().type !== 'name' && this.#peek().type !== 'quoted') return null;
    let words = [this.#identifier().text];
    while (this.#accept('.')) words = [this.#identifier().text];
    words.push(...this.#typeWords());
    const parameters = this.#typeParameters();
    words.push(...this.#typeWords());
    let array = this.#acceptWord('ARRAY');
    while (this.#accept('[')) {
      if (this.#peek().type === 'number') this.#next++;
      this.#expect(']');
      array = true;
    }
    return { name: words.join(' ').toLowerCase(), parameters, array };
  }

  #typeWords(): string[] {
    const words: string[] = [];
    for (;;) {
      const word = this.#peek().word;
      const second = this.#tokens[this.#next + 1]?.word;
      if ((word === 'WITH' || word === 'WITHOUT') && second === 'TIME') {
        this.#next += 3;
        words.push(word === 'WITH' ? 'with time zone' : 'without time zone');
      } else if (word === 'CHARSET' || (word === 'CHARACTER' && second === 'SET')) {
        this.#next += word === 'CHARSET' ? 2 : 3;
      } else if (
        TYPE_CONTINUATIONS.has(word) ||
        (this.#dialect === 'sqlite' && this.#peek().type === 'name' && word !== 'COLLATE')
      ) {
        this.#next++;
        words.push(word.toLowerCase());
      } else return words;
    }
  }

  #typeParameters(): number[] {
    const parameters: number[] = [];
    if (!this.#accept('(')) return parameters;
    while (this.#peek().text !== ')') {
      const token = this.#peek();
      if (token.type === 'end') break;
      if (token.type === 'number') parameters.push(Number(token.text));
      this.#next++;
    }
    this.#expect(')');
    return parameters;
  }

  // Operators behind an operand

  #parseInfix(left: Expression, floor: number): Expression | null {
    const token = this.#peek();
    if (token.type === 'name') return this.#parseInfixWord(left, token, floor);
    if (token.type !== 'operator') return null;
    const text = token.text;
    if (text === '::' && this.#dialect === 'postgres') {
      this.#next++;
      return castOf(left, this.#parseTypeName());
    }
    if (text === '[' && this.#dialect === 'postgres') return this.#parseSubscript(left);
    if (text === '.' || text === ')' || text === ']' || text === ',' || text === '(' || text === ':')
      return null;
    return this.#parseOperator(left, text, floor);
  }

  #parseSubscript(left: Expression): Expression {
    this.#expect('[');
    const operands = [left];
    while (this.#peek().text !== ']') {
      if (!this.#accept(':')) operands.push(this.#parse(0));
      if (this.#peek().type === 'end') throw new SyntaxFailure('unfinished subscript');
    }
    this.#expect(']');
    return { kind: 'opaque', operator: '[]', operands };
  }

  #parseOperator(left: Expression, text: string, floor: number): Expression | null {
    const comparison = COMPARISONS[text];
    if (comparison !== undefined && !(text === '^=' && this.#dialect !== 'mysql')) {
      return this.#parseComparison(left, comparison, floor);
    }
    if (text === '<=>' && this.#dialect === 'mysql') {
      if (this.#levels.equality <= floor) return null;
      this.#next++;
      return { kind: 'distinct', left, right: this.#parse(this.#levels.equality), negated: true };
    }
    if (this.#dialect === 'mysql' && (text === '||' || text === '&&')) {
      const level = text === '||' ? this.#levels.or : this.#levels.and;
      if (level <= floor) return null;
      this.#next++;
      return joinLogical(text === '||' ? 'or' : 'and', left, this.#parse(level));
    }
    const level = this.#levels.operators[text] ?? this.#levels.other;
    if (level <= floor) return null;
    const match = this.#dialect === 'postgres' ? POSTGRES_MATCHES[text] : undefined;
    this.#next++;
    if (match) return this.#finishMatch(left, match.operator, match.negated, level);
    const right = this.#parse(level);
    if (isArithmetic(text)) return { kind: 'arithmetic', operator: text, left, right };
    if (text === '!' || text === '!~') throw new SyntaxFailure(`unexpected operator ${text}`);
    return { kind: 'opaque', operator: text, operands: [left, right] };
  }

  #parseComparison(left: Expression, operator: Comparison, floor: number): Expression | null {
    const level = operator === '=' || operator === '<>' ? this.#levels.equality : this.#levels.order;
    if (level <= floor) return null;
    this.#next++;
    const quantifier = this.#peek().word;
    if (['ANY', 'SOME', 'ALL'].includes(quantifier) && this.#tokens[this.#next + 1]!.text === '(') {
      this.#next++;
      return quantified(left, operator, quantifier === 'ALL' ? 'all' : 'any', this.#parseQuantified());
    }
    return { kind: 'compare', operator, left, right: this.#parse(level) };
  }

  /** The list behind ANY or ALL: an array constructor or an array literal; an array column stays opaque. */
  #parseQuantified(): Expression {
    this.#expect('(');
    if (this.#peek().word === 'SELECT') throw new SyntaxFailure('a subquery');
    const list = this.#parse(0);
    this.#expect(')');
    return list;
  }

  #parseInfixWord(left: Expression, token: Token, floor: number): Expression | null {
    const word = token.word;
    switch (word) {
      case 'AND':
        return this.#parseLogical(left, 'and', this.#levels.and, floor);
      case 'OR':
        return this.#parseLogical(left, 'or', this.#levels.or, floor);
      case 'XOR': {
        if (this.#dialect !== 'mysql' || this.#levels.xor <= floor) return null;
        this.#next++;
        return { kind: 'xor', left, right: this.#parse(this.#levels.xor) };
      }
      case 'IS':
        return this.#levels.is > floor ? this.#parseIs(left) : null;
      case 'ISNULL':
      case 'NOTNULL': {
        if (this.#dialect === 'mysql' || this.#levels.is <= floor) return null;
        this.#next++;
        return { kind: 'is', test: 'null', operand: left, negated: word === 'NOTNULL' };
      }
      case 'COLLATE': {
        if (this.#levels.collate <= floor) return null;
        this.#next++;
        let name = this.#identifier();
        while (this.#accept('.')) name = this.#identifier();
        return { kind: 'collate', operand: left, collation: name.text };
      }
      case 'DIV':
      case 'MOD': {
        const level = this.#levels.operators[word];
        if (level === undefined || level <= floor) return null;
        this.#next++;
        return {
          kind: 'arithmetic',
          operator: word === 'DIV' ? 'div' : '%',
          left,
          right: this.#parse(level),
        };
      }
      case 'AT':
        return this.#parseTimeZone(left, floor);
      case 'OPERATOR':
        return this.#parseNamedOperator(left, floor);
      case 'MEMBER':
      case 'OVERLAPS':
      case 'MATCH':
        return this.#parseOpaqueWord(left, word, floor);
      default:
        return this.#parsePredicate(left, floor);
    }
  }

  #parseLogical(left: Expression, kind: 'and' | 'or', level: number, floor: number): Expression | null {
    if (level <= floor) return null;
    this.#next++;
    return joinLogical(kind, left, this.#parse(level));
  }

  #parseIs(left: Expression): Expression {
    this.#next++;
    const negated = this.#acceptWord('NOT');
    const word = this.#peek().word;
    const after = this.#tokens[this.#next + 1]!;
    if (word === 'DISTINCT' && after.word === 'FROM') {
      this.#next += 2;
      return this.#distinct(left, this.#parse(this.#levels.is), negated);
    }
    const test = IS_TESTS[word];
    if (test !== undefined && (test !== 'unknown' || this.#dialect !== 'sqlite')) {
      this.#next++;
      return { kind: 'is', test, operand: left, negated };
    }
    if (this.#dialect === 'sqlite') {
      return this.#distinct(left, this.#parse(this.#levels.is), !negated);
    }
    if (['JSON', 'DOCUMENT', 'NORMALIZED', 'NFC', 'NFD', 'NFKC', 'NFKD'].includes(word)) {
      this.#next++;
      while (['NORMALIZED', 'OBJECT', 'ARRAY', 'SCALAR', 'VALUE'].includes(this.#peek().word)) this.#next++;
      return { kind: 'opaque', operator: `is ${word.toLowerCase()}`, operands: [left] };
    }
    throw new SyntaxFailure(`unexpected ${describe(this.#peek())} behind IS`);
  }

  /** In SQLite, IS (TRUE) tests truth however it is written. */
  #distinct(left: Expression, right: Expression, negated: boolean): Expression {
    const bare = right.kind === 'collate' ? right.operand : right;
    if (this.#dialect === 'sqlite' && bare.kind === 'literal' && bare.form === 'boolean') {
      return { kind: 'is', test: bare.value === 1 ? 'true' : 'false', operand: left, negated: !negated };
    }
    return { kind: 'distinct', left, right, negated };
  }

  #parseTimeZone(left: Expression, floor: number): Expression | null {
    if (this.#dialect !== 'postgres' || floor >= this.#levels.collate) return null;
    this.#next++;
    if (this.#acceptWord('LOCAL')) return { kind: 'opaque', operator: 'at time zone', operands: [left] };
    this.#expectWord('TIME');
    this.#expectWord('ZONE');
    const zone = this.#parse(this.#levels.collate - 1);
    return { kind: 'opaque', operator: 'at time zone', operands: [left, zone] };
  }

  /** PostgreSQL's OPERATOR(pg_catalog.=). */
  #parseNamedOperator(left: Expression, floor: number): Expression | null {
    if (this.#dialect !== 'postgres' || this.#levels.other <= floor) return null;
    this.#next++;
    this.#expect('(');
    let token = this.#peek();
    while (token.type !== 'operator') {
      this.#next++;
      this.#expect('.');
      token = this.#peek();
    }
    this.#next++;
    this.#expect(')');
    const right = (): Expression => this.#parse(this.#levels.other);
    const comparison = COMPARISONS[token.text];
    if (comparison !== undefined) return { kind: 'compare', operator: comparison, left, right: right() };
    const match = POSTGRES_MATCHES[token.text];
    if (match) return this.#finishMatch(left, match.operator, match.negated, this.#levels.other);
    if (isArithmetic(token.text)) return { kind: 'arithmetic', operator: token.text, left, right: right() };
    return { kind: 'opaque', operator: token.text, operands: [left, right()] };
  }

  #parseOpaqueWord(left: Expression, word: string, floor: number): Expression | null {
    if (this.#levels.match <= floor) return null;
    this.#next++;
    if (word === 'MEMBER') this.#acceptWord('OF');
    return {
      kind: 'opaque',
      operator: word.toLowerCase(),
      operands: [left, this.#parse(this.#levels.match)],
    };
  }

  /** [NOT] BETWEEN, IN, LIKE and its kin, SQLite's NOT NULL. */
  #parsePredicate(left: Expression, floor: number): Expression | null {
    const start = this.#next;
    const negated = this.#acceptWord('NOT');
    const word = this.#peek().word;
    if (this.#levels.match > floor) {
      if (word === 'BETWEEN') return this.#parseBetween(left, negated);
      if (word === 'IN') return this.#parseIn(left, negated);
      if (word === 'SOUNDS') return this.#parseOpaqueWord(left, 'SOUNDS', floor);
      const operator = MATCH_WORDS[word];
      if (operator !== undefined) {
        this.#next++;
        if (operator === 'similar') this.#expectWord('TO');
        return this.#finishMatch(left, operator, negated, this.#levels.match);
      }
      if (negated && word === 'NULL' && this.#dialect === 'sqlite') {
        this.#next++;
        return { kind: 'is', test: 'null', operand: left, negated: true };
      }
    }
    this.#next = start;
    return null;
  }

  #parseBetween(operand: Expression, negated: boolean): Expression {
    this.#next++;
    const symmetric = this.#acceptWord('SYMMETRIC');
    this.#acceptWord('ASYMMETRIC');
    const low = this.#parse(this.#levels.and);
    this.#expectWord('AND');
    // In MySQL's grammar the upper bound may itself be such a predicate.
    const high = this.#parse(this.#dialect === 'mysql' ? this.#levels.match - 1 : this.#levels.match);
    return { kind: 'between', operand, low, high, negated, symmetric };
  }

  #parseIn(operand: Expression, negated: boolean): Expression {
    this.#next++;
    this.#expect('(');
    const list: Expression[] = [];
    if (this.#peek().word === 'SELECT') throw new SyntaxFailure('a subquery');
    while (this.#peek().text !== ')' || this.#peek().type !== 'operator') {
      list.push(this.#parse(0));
      if (!this.#accept(',')) break;
    }
    this.#expect(')');
    return { kind: 'in', operand, list, negated };
  }

  #finishMatch(left: Expression, operator: MatchOperator, negated: boolean, level: number): Expression {
    const quantifier = this.#peek().word;
    if (['ANY', 'SOME', 'ALL'].includes(quantifier) && this.#tokens[this.#next + 1]!.text === '(') {
      this.#next++;
      const list = this.#parseQuantified();
      if (list.kind !== 'array')
        return { kind: 'opaque', operator: `${operator} ${quantifier}`, operands: [left, list] };
      const matches = list.items.map((pattern) => matchOf(left, operator, pattern, null, negated));
      return { kind: quantifier === 'ALL' ? 'and' : 'or', operands: matches };
    }
    const pattern = this.#parse(level);
    const escape = this.#acceptWord('ESCAPE') ? this.#parse(level) : null;
    return matchOf(left, operator, pattern, escape, negated);
  }

  // Tokens

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #accept(operator: string): boolean {
    const token = this.#peek();
    if (token.type !== 'operator' || token.text !== operator) return false;
    this.#next++;
    return true;
  }

  #acceptWord(word: string): boolean {
    if (this.#peek().word !== word) return false;
    this.#next++;
    return true;
  }

  #expect(operator: string): void {
    if (!this.#accept(operator))
      throw new SyntaxFailure(`${describe(this.#peek())} where ${operator} should be`);
  }

  #expectWord(word: string): void {
    if (!this.#acceptWord(word)) throw new SyntaxFailure(`${describe(this.#peek())} where ${word} should be`);
  }
}

const IS_TESTS: Readonly<Record<string, 'null' | 'true' | 'false' | 'unknown'>> = {
  NULL: 'null',
  TRUE: 'true',
  FALSE: 'false',
  UNKNOWN: 'unknown',
};

/** First words of types that consist of several words. */
const TYPE_WORDS = new Set(['DOUBLE', 'CHARACTER', 'TIMESTAMP', 'TIME', 'BIT', 'NATIONAL']);

const TYPE_CONTINUATIONS = new Set(['PRECISION', 'VARYING', 'UNSIGNED', 'SIGNED', 'INTEGER', 'INT']);

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^', '&', '|', '#', '<<', '>>', '||']);

function isArithmetic(text: string): text is '+' {
  return ARITHMETIC.has(text);
}

function describe(token: Token): string {
  if (token.type === 'end') return 'the end';
  if (token.type === 'operator') return `"${token.text}"`;
  // A literal may be confidential, and SQLite has them in double quotes, too; a word of the schema is not.
  if (token.type === 'quoted') return 'a quoted name';
  return token.type === 'name' ? `the word ${token.text}` : 'a literal';
}

function joinLogical(kind: 'and' | 'or', left: Expression, right: Expression): Expression {
  const operandsOf = (side: Expression): readonly Expression[] =>
    side.kind === kind ? side.operands : [side];
  return { kind, operands: [...operandsOf(left), ...operandsOf(right)] };
}

/** PostgreSQL stores `x SIMILAR TO p` as `x ~ similar_to_escape(p)`. */
function matchOf(
  operand: Expression,
  operator: MatchOperator,
  pattern: Expression,
  escape: Expression | null,
  negated: boolean,
): Expression {
  if (operator === 'regexp' && pattern.kind === 'call' && pattern.name === 'similar_to_escape') {
    const [similar, similarEscape] = pattern.args;
    if (similar)
      return {
        kind: 'match',
        operator: 'similar',
        operand,
        pattern: similar,
        escape: similarEscape ?? null,
        negated,
      };
  }
  return { kind: 'match', operator, operand, pattern, escape, negated };
}

/** A cast to an array type becomes the array itself, each item cast to the element type. */
function castOf(operand: Expression, type: TypeName): Expression {
  if (!type.array) return { kind: 'cast', operand, type };
  const element: TypeName = { ...type, array: false };
  if (operand.kind === 'array') {
    return { kind: 'array', items: operand.items.map((item) => castOf(item, element)) };
  }
  const text = operand.kind === 'literal' && typeof operand.value === 'string' ? operand.value : null;
  const items = text === null ? null : readArrayLiteral(text);
  if (items === null) return { kind: 'opaque', operator: 'array', operands: [operand] };
  return {
    kind: 'array',
    items: items.map((value) =>
      value === null
        ? { kind: 'literal', form: 'null', value }
        : castOf({ kind: 'literal', form: 'text', value }, element),
    ),
  };
}

/** Reads '{a,"b c",NULL}'; null when it is nested or broken. */
function readArrayLiteral(text: string): (string | null)[] | null {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) return null;
  if (body.trim() === '') return [];
  const item = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]*?))\s*(,|$)/gsy;
  const items: (string | null)[] = [];
  for (;;) {
    const match = item.exec(body);
    if (!match) return null;
    const plain = match[2];
    if (plain === '') return null;
    if (plain === undefined) items.push(match[1]!.replace(/\\(.)/gs, '$1'));
    else items.push(plain.toUpperCase() === 'NULL' ? null : plain.replace(/\\(.)/gs, '$1'));
    if (match[3] === '') return items;
  }
}

/** `x = ANY (list)` is IN, `x <> ALL (list)` is NOT IN; other operators become a chain of comparisons. */
function quantified(
  operand: Expression,
  operator: Comparison,
  quantifier: 'any' | 'all',
  list: Expression,
): Expression {
  if (list.kind !== 'array')
    return { kind: 'opaque', operator: `${operator} ${quantifier}`, operands: [operand, list] };
  if (operator === '=' && quantifier === 'any')
    return { kind: 'in', operand, list: list.items, negated: false };
  if (operator === '<>' && quantifier === 'all')
    return { kind: 'in', operand, list: list.items, negated: true };
  const operands = list.items.map((right): Expression => ({
    kind: 'compare',
    operator,
    left: operand,
    right,
  }));
  return { kind: quantifier === 'any' ? 'or' : 'and', operands };
}

function numberLiteral(text: string): Expression {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (/^0[xob]/i.test(digits)) return hexLiteral(digits, negative);
  if (/^[0-9]+$/.test(digits)) {
    const value = BigInt(text);
    if (value >= -(2n ** 63n) && value < 2n ** 64n)
      return { kind: 'literal', form: 'integer', value: shrink(value) };
  }
  return { kind: 'literal', form: 'decimal', value: Number(text) };
}

function hexLiteral(digits: string, negative: boolean): Expression {
  const bits = BigInt(digits);
  const value = BigInt.asIntN(64, bits);
  return { kind: 'literal', form: 'integer', value: shrink(negative ? -value : value) };
}

function shrink(value: bigint): SqlValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function bytesOfHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || /[^0-9a-fA-F]/.test(hex))
    throw new SyntaxFailure('a broken hexadecimal literal');
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
