import type { Expression, LiteralForm } from '../check/expression.js';
import type { LogicalType } from '../introspect/catalog.js';
import type { CastType } from '../product.js';
import { findColumn, isDoubleQuotedText, type ExpressionScope } from './expression-scope.js';
import { findCastType } from './find-cast-type.js';
import { functionMeaning } from './function-meaning.js';
import { literalText } from './literal-text.js';

/** What an operand is, as far as products write its kinds differently. */
export type Family = 'boolean' | 'integer' | 'number' | 'text' | 'moment' | 'bytes' | 'null' | 'unknown';

const FAMILY_OF_FORM: Readonly<Record<LiteralForm, Family>> = {
  integer: 'integer',
  decimal: 'number',
  text: 'text',
  bytes: 'bytes',
  boolean: 'boolean',
  null: 'null',
};

const FAMILY_OF_CAST: Readonly<Record<CastType['name'], Family>> = {
  integer: 'integer',
  real: 'number',
  decimal: 'number',
  text: 'text',
  date: 'moment',
  timestamp: 'moment',
  boolean: 'boolean',
};

/** Finds the family of what an expression yields, as far as that is told without its values. */
export function familyOf(node: Expression, scope: ExpressionScope): Family {
  switch (node.kind) {
    case 'literal':
      return node.value === null ? 'null' : FAMILY_OF_FORM[node.form];
    case 'column': {
      const column = findColumn(node, scope);
      if (column !== null) return familyOfType(column.type);
      return isDoubleQuotedText(node, scope) ? 'text' : 'unknown';
    }
    case 'sign':
      return familyOf(node.operand, scope);
    case 'collate':
      return 'text';
    case 'cast': {
      const to = findCastType(node.type)?.name;
      if (to === undefined) return literalText(node.operand) === null ? 'unknown' : 'text';
      return FAMILY_OF_CAST[to];
    }
    case 'arithmetic': {
      if (node.operator === '||') return 'text';
      const families = [familyOf(node.left, scope), familyOf(node.right, scope)];
      if (families.every((family) => family === 'integer'))
        return node.operator === '/' && scope.dialect === 'mysql' ? 'number' : 'integer';
      return families.every((family) => family === 'integer' || family === 'number') ? 'number' : 'unknown';
    }
    case 'case':
      return familyOf(node.branches[0]!.then, scope);
    case 'call':
      return familyOfCall(node.name, node.args, scope);
    case 'interval':
    case 'row':
    case 'array':
    case 'opaque':
      return 'unknown';
    default:
      return 'boolean';
  }
}

function familyOfCall(name: string, args: readonly Expression[], scope: ExpressionScope): Family {
  const meaning = functionMeaning(name, scope.dialect) ?? '';
  if (/^(char_length|byte_length|position|year|month|day|extract|count_)/.test(meaning)) return 'integer';
  if (/^(lower|upper|l?r?trim|substring|replace|concat)$/.test(meaning)) return 'text';
  if (/^(abs|round|floor|ceil|mod|coalesce|nullif|greatest|least)$/.test(meaning) && args[0] !== undefined)
    return familyOf(args[0], scope);
  if (meaning === 'if' && args[1] !== undefined) return familyOf(args[1], scope);
  return meaning === 'json_valid' ? 'boolean' : 'unknown';
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
