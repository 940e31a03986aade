import type { Comparison, Expression } from './expression.js';

/**
 * Splits a check into conditions that must all hold, each as simple as it can be: NOT is moved inwards, BETWEEN
 * becomes two comparisons, and `x IS NULL OR …x…` loses what a CHECK grants anyway (it holds where it is unknown).
 */
export function splitConditions(expression: Expression): Expression[] {
  const positive = moveNotInwards(expression, false);
  if (positive.kind === 'and') return positive.operands.flatMap(splitConditions);
  if (positive.kind === 'between' && !positive.negated && !positive.symmetric) {
    const { operand, low, high } = positive;
    return [
      { kind: 'compare', operator: '>=', left: operand, right: low },
      { kind: 'compare', operator: '<=', left: operand, right: high },
    ];
  }
  const unguarded = dropNullGuards(positive);
  return unguarded === positive ? [positive] : splitConditions(unguarded);
}

const OPPOSITES: Readonly<Record<Comparison, Comparison>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

function moveNotInwards(expression: Expression, negated: boolean): Expression {
  switch (expression.kind) {
    case 'not':
      return moveNotInwards(expression.operand, !negated);
    case 'and':
    case 'or': {
      const kind = negated ? (expression.kind === 'and' ? 'or' : 'and') : expression.kind;
      const operands = expression.operands.map((operand) => moveNotInwards(operand, negated));
      return {
        kind,
        operands: operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand])),
      };
    }
    case 'compare':
      return negated ? { ...expression, operator: OPPOSITES[expression.operator] } : expression;
    case 'distinct':
    case 'is':
    case 'between':
    case 'in':
    case 'match':
      return negated ? { ...expression, negated: !expression.negated } : expression;
    default:
      return negated ? { kind: 'not', operand: expression } : expression;
  }
}

/** `x IS NULL OR c(x)` is c(x), if c is unknown where x is NULL. */
function dropNullGuards(expression: Expression): Expression {
  if (expression.kind !== 'or') return expression;
  const guards = expression.operands.filter((operand) => guardedColumn(operand) !== null);
  const rest = expression.operands.filter((operand) => guardedColumn(operand) === null);
  const [condition] = rest;
  if (guards.length === 0 || rest.length !== 1 || !condition) return expression;
  const isStrict = guards.every((guard) => isUnknownWithout(condition, guardedColumn(guard)!));
  return isStrict ? condition : expression;
}

function guardedColumn(expression: Expression): string | null {
  const isGuard = expression.kind === 'is' && expression.test === 'null' && !expression.negated;
  return isGuard && expression.operand.kind === 'column' ? expression.operand.name : null;
}

/** Whether a condition is unknown (and so no violation) wherever the column is NULL. */
function isUnknownWithout(condition: Expression, column: string): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.every((operand) => isUnknownWithout(operand, column));
    case 'compare':
      return isNullWithout(condition.left, column) || isNullWithout(condition.right, column);
    case 'between':
    case 'in':
    case 'match':
      return isNullWithout(condition.operand, column);
    default:
      return false;
  }
}

function isNullWithout(expression: Expression, column: string): boolean {
  switch (expression.kind) {
    case 'column':
      return expression.name === column;
    case 'cast':
    case 'collate':
    case 'sign':
      return isNullWithout(expression.operand, column);
    case 'arithmetic':
      return isNullWithout(expression.left, column) || isNullWithout(expression.right, column);
    case 'call':
      return (
        STRICT_FUNCTIONS.has(expression.name) && expression.args.some((arg) => isNullWithout(arg, column))
      );
    default:
      return false;
  }
}

/** Functions whose result is NULL when an argument is. */
const STRICT_FUNCTIONS = new Set(
  (
    'length char_length character_length octet_length lower upper lcase ucase trim btrim ltrim rtrim substring ' +
    'abs round floor ceil ceiling sign mod date time datetime julianday strftime unixepoch extract date_part ' +
    'strpos instr left right replace json_valid'
  ).split(' '),
);
