import type { SqlValue } from '../../batch/batch.js';
import type { Expression } from '../expression.js';
import { findComparisonFacts } from './find-comparison-facts.js';
import { findMatchFacts } from './find-match-facts.js';
import { findNormalForm } from './find-normal-form.js';
import { ALWAYS, columnFinding, type ColumnFinding, type Finding } from './finding.js';
import { MOMENT_FUNCTIONS } from './moment-functions.js';
import type { Operands } from './operands.js';

/** Reads what a condition says of one column alone; null when it says nothing of this kind. */
export function findColumnFacts(condition: Expression, operands: Operands): Finding | null {
  switch (condition.kind) {
    case 'compare':
      return findComparisonFacts(condition, operands);
    case 'distinct':
      return findSame(condition, operands);
    case 'in':
      return findList(condition, operands);
    case 'is':
      return findTest(condition, operands);
    case 'match':
      return findMatchFacts(condition, operands);
    case 'or':
      return findAlternatives(condition.operands, operands);
    case 'column':
      return findFlag(condition, true, operands);
    case 'not':
      return condition.operand.kind === 'column' ? findFlag(condition.operand, false, operands) : null;
    case 'call':
      return findPredicate(condition, operands);
    default:
      return null;
  }
}

/** x IS 5, x IS date(x): the same, and NULL only with NULL. */
function findSame(
  { left, right, negated }: Extract<Expression, { kind: 'distinct' }>,
  operands: Operands,
): Finding | null {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const column = operands.columnOf(one);
    if (!column) continue;
    const value = operands.constantFor(column, other);
    if (value === undefined) {
      const form = negated ? findNormalForm(column, other, operands) : null;
      if (form) return form;
      continue;
    }
    if (value === null) return columnFinding(column, negated ? { in: [] } : { notNull: true });
    return columnFinding(column, negated ? { in: [value], notNull: true } : { notIn: [value] });
  }
  return null;
}

function findList(
  { operand, list, negated }: Extract<Expression, { kind: 'in' }>,
  operands: Operands,
): Finding | null {
  const column = operands.columnOf(operand);
  if (!column) return negated ? null : findStorageList(operand, list, operands);
  const values = list.map((item) => operands.constantFor(column, item));
  if (values.includes(undefined)) return null;
  const known = values.filter(
    (value): value is Exclude<SqlValue, null> => value !== null && value !== undefined,
  );
  if (negated) return columnFinding(column, { notIn: known });
  // A NULL in the list makes every other value unknown, and so no violation.
  return known.length < values.length ? ALWAYS : columnFinding(column, { in: known });
}

/** typeof(x) IN ('integer', 'null') */
function findStorageList(
  operand: Expression,
  list: readonly Expression[],
  operands: Operands,
): ColumnFinding | null {
  const argument = operand.kind === 'call' && operand.name === 'typeof' ? operand.args[0] : undefined;
  const column = argument && operands.columnOf(argument);
  const names = list.map((item) => operands.textOf(item));
  if (!column || names.includes(null)) return null;
  const storage = (names as string[]).filter((name) => name !== 'null');
  return columnFinding(column, storage.length === names.length ? { storage, notNull: true } : { storage });
}

function findTest(
  { test, operand, negated }: Extract<Expression, { kind: 'is' }>,
  operands: Operands,
): ColumnFinding | null {
  const column = operands.columnOf(operand);
  if (column) {
    if (test === 'null') return columnFinding(column, negated ? { notNull: true } : { in: [] });
    if (test === 'unknown' || column.type.name !== 'boolean') return null;
    const value = test === 'true' ? 1 : 0;
    return columnFinding(column, negated ? { notIn: [value] } : { in: [value], notNull: true });
  }
  // date(x) IS NOT NULL
  return operand.kind === 'call' && test === 'null' && negated ? findMoment(operand, operands) : null;
}

/** x = 1 OR x IN (2, 3): a list. */
function findAlternatives(conditions: readonly Expression[], operands: Operands): ColumnFinding | null {
  const lists: ColumnFinding[] = [];
  for (const condition of conditions) {
    const finding = findColumnFacts(condition, operands);
    if (finding?.kind !== 'column' || !finding.covers) return null;
    if (!finding.facts.in || finding.facts.notNull) return null;
    lists.push(finding);
  }
  const column = lists[0]?.column;
  if (column === undefined || lists.some((list) => list.column !== column)) return null;
  const values = [...new Set(lists.flatMap((list) => list.facts.in ?? []))];
  return { kind: 'column', column, facts: { in: values }, covers: true };
}

/** A column that is a condition by itself. */
function findFlag(operand: Expression, wanted: boolean, operands: Operands): ColumnFinding | null {
  const column = operands.columnOf(operand);
  if (!column) return null;
  if (column.type.name === 'boolean') return columnFinding(column, { in: [wanted ? 1 : 0] });
  if (column.type.name !== 'integer') return null;
  return columnFinding(column, wanted ? { notIn: [0] } : { in: [0] });
}

/** A function that is a condition by itself. */
function findPredicate(
  call: Extract<Expression, { kind: 'call' }>,
  operands: Operands,
): ColumnFinding | null {
  const { name, args } = call;
  const [first, second] = args;
  if (!first) return null;
  if (name === 'json_valid' && args.length === 1) {
    const column = operands.columnOf(first);
    return column && columnFinding(column, { format: 'json' });
  }
  if (name === 'regexp_like' && second && args.length === 2) {
    const match = { kind: 'match', operator: 'regexp', escape: null, negated: false } as const;
    return findMatchFacts({ ...match, operand: first, pattern: second }, operands);
  }
  return findMoment(call, operands);
}

/** A call that is NULL where its argument is no moment. */
function findMoment(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  operands: Operands,
): ColumnFinding | null {
  const format = MOMENT_FUNCTIONS[name];
  if (!format || args.length !== 1) return null;
  const column = operands.columnOf(args[0]!);
  return column && columnFinding(column, { format }, false);
}
