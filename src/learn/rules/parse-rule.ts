import type { Expression } from '../../check/expression.js';
import { parseExpression } from '../../check/parse-expression.js';
import type { Dialect, Table } from '../../introspect/catalog.js';
import { ruleError } from './rule-error.js';
import { readForm } from './read-form.js';
import type { RuleName, RuleNames } from './rule-names.js';
import type { AskedFormula, AskedOrder, AskedRule } from './table-rules.js';

const HINT =
  'write table.column = expression or table.column >= column; docs/commands.md lists what can be kept';
/** What stands behind a span of time, as `inspect` writes it. */
const UNIT = /,\s*in\s+(days|hours|minutes|seconds|milliseconds)\s*$/i;
const MICROS: Readonly<Record<string, number>> = {
  days: 86_400_000_000,
  hours: 3_600_000_000,
  minutes: 60_000_000,
  seconds: 1_000_000,
  milliseconds: 1000,
};

type Compare = Extract<Expression, { kind: 'compare' }>;

/**
 * Reads a rule of the config: an equation with a column on one side, or an order of two columns.
 * @returns the table whose rows keep it, and what they keep
 * @throws {DbsynthError} E_RULE when it cannot be read or is of a form that cannot be kept, E_UNKNOWN_TABLE
 */
export function parseRule(
  text: string,
  dialect: Dialect,
  names: RuleNames,
): { table: Table; rule: AskedRule } {
  const unit = UNIT.exec(text);
  const parsed = parseExpression(unit === null ? text : text.slice(0, unit.index), dialect);
  if (!parsed.ok) throw ruleError(text, parsed.reason, HINT);
  const { expression } = parsed;
  if (expression.kind !== 'compare' || expression.operator === '<>')
    throw ruleError(text, 'it is neither an equation nor an order of two columns', HINT);
  const span = MICROS[unit?.[1]?.toLowerCase() ?? 'days']!;
  return expression.operator === '='
    ? parseEquation(text, expression, span, names)
    : parseOrder(text, expression, names);
}

function parseEquation(
  text: string,
  { left, right }: Compare,
  span: number,
  names: RuleNames,
): { table: Table; rule: AskedFormula } {
  const [target, source] = nameOf(left) === null ? [right, left] : [left, right];
  const name = nameOf(target);
  if (name === null || name.isPrevious) throw ruleError(text, 'no side of it is a column', HINT);
  if (name.table === null)
    throw ruleError(text, 'the column to make has no table', `write table.${name.column}`);
  const table = names.tableOf(text, name.table);
  const form = readForm(source, nameOf);
  if (typeof form === 'string') throw ruleError(text, form, HINT);
  const operands = form.names.map((operand) => names.locate(text, table, operand));
  const column = names.columnOf(text, table, name.column);
  return {
    table,
    rule: { kind: 'formula', text, column, form: form.form, operands, span, rounding: form.rounding },
  };
}

function parseOrder(
  text: string,
  { left, right, operator }: Compare,
  names: RuleNames,
): { table: Table; rule: AskedOrder } {
  const sides = [nameOf(left), nameOf(right)] as const;
  const [first, second] = sides;
  if (first === null || second === null || first.isPrevious || second.isPrevious)
    throw ruleError(text, 'an order is one of two columns', HINT);
  if (first.table === null && second.table === null)
    throw ruleError(text, 'no column has a table', `write table.${first.column}`);
  const tables = [first, second].map((name) =>
    name.table === null ? null : names.tableOf(text, name.table),
  );
  const [a, b] = [tables[0] ?? tables[1]!, tables[1] ?? tables[0]!];
  const isFirstMade = a === b ? isLater(a, first, second, names, text) : names.isAbove(a, b);
  const [table, made, other] = isFirstMade ? [a, first, second] : [b, second, first];
  const isLess = operator === '<' || operator === '<=';
  return {
    table,
    rule: {
      kind: 'order',
      text,
      column: names.columnOf(text, table, made.column),
      other: names.locate(text, table, other),
      side: isLess === isFirstMade ? 'most' : 'least',
      isStrict: operator === '<' || operator === '>',
    },
  };
}

/** Whether the first of two columns stands behind the second, in whose order they are drawn. */
function isLater(table: Table, first: RuleName, second: RuleName, names: RuleNames, text: string): boolean {
  const order = table.columns.map(({ name }) => name);
  const at = ({ column }: RuleName): number => order.indexOf(names.columnOf(text, table, column));
  return at(first) > at(second);
}

/** The column that an expression is; null when it is none. */
function nameOf(expression: Expression): RuleName | null {
  if (expression.kind === 'column')
    return { table: expression.table, column: expression.name, isPrevious: false };
  if (expression.kind !== 'call' || expression.name !== 'previous' || expression.args.length !== 1)
    return null;
  const name = nameOf(expression.args[0]!);
  return name === null || name.isPrevious ? null : { ...name, isPrevious: true };
}
