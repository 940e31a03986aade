import type { CompiledCheck } from './compile-check.js';
import { compileInDialect } from './compile-in-dialect.js';
import type { Expression } from './expression.js';
import type { DerivedColumn, JointCondition } from './facts.js';
import { findColumnFacts } from './findings/find-column-facts.js';
import { findLinear } from './findings/find-linear.js';
import { findOrder, type FoundOrder } from './findings/find-order.js';
import type { Finding } from './findings/finding.js';
import { Operands } from './findings/operands.js';
import { Real, UNKNOWN } from './semantics.js';
import { splitConditions } from './split-conditions.js';

/**
 * Reads the conditions of a check: what each says of one column, of the order of two, of several together.
 * @returns one or more findings per condition; a condition that is not understood is a joint one
 */
export function findFacts(check: CompiledCheck): Finding[] {
  if (check.expression === null) return [];
  const operands = new Operands(check.dialect, check.scope);
  return splitConditions(check.expression).flatMap((condition) => readCondition(condition, operands, check));
}

function readCondition(condition: Expression, operands: Operands, check: CompiledCheck): Finding[] {
  const ofColumn = findColumnFacts(condition, operands);
  if (ofColumn) return [ofColumn];
  const order = findOrder(condition, operands);
  if (order) return orderFindings(order, check);
  const columns = operands.columnsOf(condition);
  if (columns.length < 2) return [jointFinding(columns, null, check)];
  return [
    ...derivedFindings(condition, operands, check),
    jointFinding(columns, findLinear(condition, operands), check),
  ];
}

/** The order of days or moments of columns follows from that of the columns, not the other way round. */
function orderFindings({ order, isPlain, covers }: FoundOrder, check: CompiledCheck): Finding[] {
  const finding: Finding = { kind: 'order', order: { ...order, from: check.name }, covers };
  return isPlain ? [finding] : [finding, jointFinding([order.low, order.high], null, check)];
}

function jointFinding(
  columns: readonly string[],
  linear: JointCondition['linear'],
  { name }: CompiledCheck,
): Finding {
  return { kind: 'joint', joint: { columns, linear, from: name }, covers: false };
}

/** A column that is set equal to what is worked out of others. */
function derivedFindings(condition: Expression, operands: Operands, check: CompiledCheck): Finding[] {
  if (condition.kind !== 'compare' || condition.operator !== '=') return [];
  for (const [target, source] of [
    [condition.left, condition.right],
    [condition.right, condition.left],
  ] as const) {
    const column = operands.columnOf(target);
    const columns = operands.columnsOf(source);
    if (!column || columns.length === 0 || columns.includes(column.name)) continue;
    return [{ kind: 'derived', derived: derivedColumn(column.name, columns, source, check), covers: false }];
  }
  return [];
}

function derivedColumn(
  column: string,
  columns: readonly string[],
  source: Expression,
  { name, dialect, scope }: CompiledCheck,
): DerivedColumn {
  const compiled = compileInDialect(source, dialect, scope);
  return {
    column,
    columns,
    from: name,
    value: (row) => {
      const value = compiled.value(row);
      if (value === UNKNOWN) return 'unknown';
      return value instanceof Real ? value.value : value;
    },
  };
}
