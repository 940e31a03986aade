import { childrenOf } from '../check/children-of.js';
import type { Expression } from '../check/expression.js';
import { parseExpression } from '../check/parse-expression.js';
import type { Dialect, Table } from '../introspect/catalog.js';

/**
 * Finds the columns that the schema itself reads as JSON: in generated columns, keys over expressions and CHECKs. A
 * database without a type for JSON declares them as texts, and refuses rows in which they hold anything else.
 * @returns names in lower case
 */
export function findJsonColumns(table: Table, dialect: Dialect): Set<string> {
  const expressions = [
    ...table.columns.map(({ generatedSql }) => generatedSql),
    ...table.uniques.flatMap(({ expressions, predicate }) => [...expressions, predicate]),
    ...table.checks.map(({ sql }) => sql),
  ].filter((sql) => typeof sql === 'string');
  const found = new Set<string>();
  for (const sql of expressions) {
    const parsed = parseExpression(sql, dialect);
    if (parsed.ok) collect(parsed.expression, found);
  }
  return found;
}

function collect(expression: Expression, found: Set<string>): void {
  const document = documentOf(expression);
  if (document?.kind === 'column') found.add(document.name.toLowerCase());
  for (const child of childrenOf(expression)) collect(child, found);
}

/** What an expression takes apart as JSON, if it does so. */
function documentOf(expression: Expression): Expression | undefined {
  switch (expression.kind) {
    case 'call':
      return READERS.test(expression.name) ? expression.args[0] : undefined;
    case 'opaque':
      return ACCESSORS.test(expression.operator) ? expression.operands[0] : undefined;
    case 'cast':
      return /^jsonb?$/.test(expression.type.name) ? expression.operand : undefined;
    default:
      return undefined;
  }
}

/** Functions whose first argument is a document; json_quote(), json_array() and their kin take any value. */
const READERS =
  /^jsonb?_(extract|value|query|type|typeof|length|array_length|keys|contains|contains_path|valid|each|remove|set|unquote|exists|depth)$/;
const ACCESSORS = /^(->>?|#>>?)$/;
