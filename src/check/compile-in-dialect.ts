import type { Dialect } from '../introspect/catalog.js';
import { compileExpression, type CompiledExpression } from './compile-expression.js';
import type { Expression } from './expression.js';
import { mysqlSemantics } from './mysql/semantics.js';
import { postgresSemantics } from './postgres/semantics.js';
import type { CheckColumn } from './semantics.js';
import { sqliteSemantics } from './sqlite/semantics.js';

/** Compiles an expression by the rules of a dialect. */
export function compileInDialect(
  expression: Expression,
  dialect: Dialect,
  columns: readonly CheckColumn[],
): CompiledExpression {
  switch (dialect) {
    case 'sqlite':
      return compileExpression(expression, sqliteSemantics, columns);
    case 'postgres':
      return compileExpression(expression, postgresSemantics, columns);
    case 'mysql':
      return compileExpression(expression, mysqlSemantics, columns);
  }
}
