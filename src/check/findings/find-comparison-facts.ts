import type { SqlValue } from '../../batch/batch.js';
import type { Comparison, Expression } from '../expression.js';
import type { CheckColumn } from '../semantics.js';
import { hasLength, isOrderKnown } from './column-types.js';
import { findNormalForm } from './find-normal-form.js';
import { ALWAYS, columnFinding, type ColumnFinding, type Facts, type Finding } from './finding.js';
import type { Operands } from './operands.js';

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * Reads what a comparison with a constant says of a column, of its length, its remainder and the like; or with a
 * form of the column itself.
 * @returns null when neither side is a column or a function of one
 */
export function findComparisonFacts(
  { operator, left, right }: Extract<Expression, { kind: 'compare' }>,
  operands: Operands,
): Finding | null {
  return compare(operator, left, right, operands) ?? compare(MIRRORED[operator], right, left, operands);
}

function compare(
  operator: Comparison,
  left: Expression,
  right: Expression,
  operands: Operands,
): Finding | null {
  const column = operands.columnOf(left);
  if (column) return compareColumn(operator, column, right, operands);
  if (left.kind === 'call') return compareCall(operator, left, right, operands);
  if (left.kind === 'arithmetic' && left.operator === '%')
    return compareRemainder(operator, left.left, left.right, right, operands);
  return null;
}

function compareColumn(
  operator: Comparison,
  column: CheckColumn,
  right: Expression,
  operands: Operands,
): Finding | null {
  const value = operands.constantFor(column, right);
  if (value === null) return ALWAYS;
  if (value === undefined) return operator === '=' ? findNormalForm(column, right, operands) : null;
  const isSure = operator === '=' || operator === '<>' || isOrderKnown(column, operands.dialect);
  return columnFinding(column, boundBy(operator, value), isSure);
}

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

const LENGTHS = new Set(['length', 'char_length', 'character_length', 'octet_length']);
const TRIMS = new Set(['trim', 'btrim', 'ltrim', 'rtrim']);

function compareCall(
  operator: Comparison,
  call: Extract<Expression, { kind: 'call' }>,
  right: Expression,
  operands: Operands,
): ColumnFinding | null {
  const { dialect } = operands;
  const [argument, second] = call.args;
  if (!argument) return null;
  if (call.name === 'mod' && second) return compareRemainder(operator, argument, second, right, operands);
  const whole = operands.columnOf(argument);
  const column = whole ?? operands.columnOf(bareOf(argument));
  if (!column) return null;
  const number = operands.numberOf(right);
  if (number !== null && LENGTHS.has(call.name) && hasLength(column, dialect)) {
    // MySQL's length() counts bytes.
    const countsBytes = call.name === 'octet_length' || (call.name === 'length' && dialect === 'mysql');
    const isExact = whole !== null && (column.type.name === 'bytes' || !countsBytes);
    return compareLength(operator, column, number, isExact);
  }
  if (whole === null) return null;
  if (number !== null && call.name === 'abs') return compareAbsolute(operator, column, number);
  const text = operands.textOf(right);
  if (text === null) return null;
  if (call.name === 'typeof' && operator === '=') return columnFinding(column, { storage: [text] });
  if (TRIMS.has(call.name) && operator === '<>' && text === '')
    return columnFinding(column, { minLength: 1 }, false);
  return null;
}

/** What trim() or a cast to text is applied to. */
function bareOf(expression: Expression): Expression {
  if (expression.kind === 'call' && TRIMS.has(expression.name) && expression.args[0])
    return expression.args[0];
  return expression.kind === 'cast' ? expression.operand : expression;
}

function compareLength(
  operator: Comparison,
  column: CheckColumn,
  length: number,
  isExact: boolean,
): ColumnFinding | null {
  const facts = lengthBy(operator, length);
  return facts && columnFinding(column, facts, isExact);
}

function lengthBy(operator: Comparison, length: number): Facts | null {
  const floor = Math.floor(length);
  const ceiling = Math.ceil(length);
  switch (operator) {
    case '=':
      return { minLength: ceiling, maxLength: floor };
    case '<':
      return { maxLength: ceiling - 1 };
    case '<=':
      return { maxLength: floor };
    case '>':
      return { minLength: floor + 1 };
    case '>=':
      return { minLength: ceiling };
    case '<>':
      return length === 0 ? { minLength: 1 } : null;
  }
}

function compareAbsolute(operator: Comparison, column: CheckColumn, most: number): ColumnFinding | null {
  if (operator !== '<' && operator !== '<=') return null;
  const exclusive = operator === '<';
  return columnFinding(column, { min: -most, minExclusive: exclusive, max: most, maxExclusive: exclusive });
}

/** x % 5 = 0 */
function compareRemainder(
  operator: Comparison,
  dividend: Expression,
  by: Expression,
  right: Expression,
  operands: Operands,
): ColumnFinding | null {
  const column = operands.columnOf(dividend);
  const divisor = operands.numberOf(by);
  if (!column || divisor === null || divisor === 0 || operator !== '=' || operands.numberOf(right) !== 0)
    return null;
  // SQLite and integers: the remainder is that of the whole parts.
  const isExact = column.type.name === 'integer';
  return columnFinding(column, { multipleOf: Math.abs(divisor) }, isExact);
}
