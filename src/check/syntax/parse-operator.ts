import type { Comparison, Expression, MatchOperator } from '../expression.js';
import { parseMatch } from './parse-match.js';
import { parseQuantified } from './parse-quantified.js';
import type { Parser } from './parser.js';
import { SyntaxFailure } from './tokenize.js';

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

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^', '&', '|', '#', '<<', '>>', '||']);

/**
 * Reads an operator of signs, and its right operand: comparisons, arithmetic, whatever else a dialect has.
 * @returns null, and nothing read, when it binds no stronger than `floor`
 */
export function parseOperator(
  parser: Parser,
  left: Expression,
  text: string,
  floor: number,
): Expression | null {
  const { tokens, dialect, levels, parse } = parser;
  const comparison = COMPARISONS[text];
  if (comparison !== undefined && (text !== '^=' || dialect === 'mysql')) {
    return parseComparison(parser, left, comparison, floor);
  }
  if (dialect === 'mysql') {
    if (text === '<=>') return parseSame(parser, left, floor);
    if (text === '||') return parseLogical(parser, left, 'or', floor);
    if (text === '&&') return parseLogical(parser, left, 'and', floor);
  }
  const level = levels.operators[text] ?? levels.other;
  if (level <= floor) return null;
  tokens.skip();
  const match = dialect === 'postgres' ? POSTGRES_MATCHES[text] : undefined;
  if (match) return parseMatch(parser, left, match.operator, match.negated, level);
  const right = parse(level);
  if (isArithmetic(text)) return { kind: 'arithmetic', operator: text, left, right };
  if (text === '!' || text === '!~') throw new SyntaxFailure(`unexpected operator ${text}`);
  return { kind: 'opaque', operator: text, operands: [left, right] };
}

/** The same of an operator that is a word, OPERATOR(…) included. */
export function parseWordOperator(
  parser: Parser,
  left: Expression,
  word: 'AND' | 'OR' | 'XOR' | 'DIV' | 'MOD' | 'OPERATOR',
  floor: number,
): Expression | null {
  switch (word) {
    case 'AND':
      return parseLogical(parser, left, 'and', floor);
    case 'OR':
      return parseLogical(parser, left, 'or', floor);
    case 'XOR':
      return parseExclusiveOr(parser, left, floor);
    case 'DIV':
    case 'MOD':
      return parseDivision(parser, left, word, floor);
    case 'OPERATOR':
      return parseNamedOperator(parser, left, floor);
  }
}

/** A comparison with a value, or with all or any of a list. */
function parseComparison(
  parser: Parser,
  left: Expression,
  operator: Comparison,
  floor: number,
): Expression | null {
  const { tokens, levels, parse } = parser;
  const level = operator === '=' || operator === '<>' ? levels.equality : levels.order;
  if (level <= floor) return null;
  tokens.skip();
  const quantified = parseQuantified(parser);
  if (quantified === null) return { kind: 'compare', operator, left, right: parse(level) };
  return compareWithList(left, operator, quantified.word === 'ALL' ? 'all' : 'any', quantified.list);
}

/** `x = ANY (list)` is IN, `x <> ALL (list)` is NOT IN; other operators become a chain of comparisons. */
function compareWithList(
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

/** MySQL's <=>. */
function parseSame({ tokens, levels, parse }: Parser, left: Expression, floor: number): Expression | null {
  if (levels.equality <= floor) return null;
  tokens.skip();
  return { kind: 'distinct', left, right: parse(levels.equality), negated: true };
}

/** a AND b AND c is one node of three operands. */
function parseLogical(
  { tokens, levels, parse }: Parser,
  left: Expression,
  kind: 'and' | 'or',
  floor: number,
): Expression | null {
  const level = levels[kind];
  if (level <= floor) return null;
  tokens.skip();
  const operandsOf = (side: Expression): readonly Expression[] =>
    side.kind === kind ? side.operands : [side];
  return { kind, operands: [...operandsOf(left), ...operandsOf(parse(level))] };
}

function parseExclusiveOr(
  { tokens, dialect, levels, parse }: Parser,
  left: Expression,
  floor: number,
): Expression | null {
  if (dialect !== 'mysql' || levels.xor <= floor) return null;
  tokens.skip();
  return { kind: 'xor', left, right: parse(levels.xor) };
}

function parseDivision(
  { tokens, levels, parse }: Parser,
  left: Expression,
  word: 'DIV' | 'MOD',
  floor: number,
): Expression | null {
  const level = levels.operators[word];
  if (level === undefined || level <= floor) return null;
  tokens.skip();
  return { kind: 'arithmetic', operator: word === 'DIV' ? 'div' : '%', left, right: parse(level) };
}

/** PostgreSQL's OPERATOR(pg_catalog.=). */
function parseNamedOperator(parser: Parser, left: Expression, floor: number): Expression | null {
  const { tokens, dialect, levels, parse } = parser;
  if (dialect !== 'postgres' || levels.other <= floor) return null;
  tokens.skip();
  tokens.expect('(');
  while (tokens.peek().type !== 'operator') {
    tokens.skip();
    tokens.expect('.');
  }
  const { text } = tokens.peek();
  tokens.skip();
  tokens.expect(')');
  const match = POSTGRES_MATCHES[text];
  if (match) return parseMatch(parser, left, match.operator, match.negated, levels.other);
  const right = parse(levels.other);
  const operator = COMPARISONS[text];
  if (operator !== undefined) return { kind: 'compare', operator, left, right };
  if (isArithmetic(text)) return { kind: 'arithmetic', operator: text, left, right };
  return { kind: 'opaque', operator: text, operands: [left, right] };
}

function isArithmetic(text: string): text is '+' {
  return ARITHMETIC.has(text);
}
