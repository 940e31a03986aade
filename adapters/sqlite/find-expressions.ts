import { parseCreateIndex, parseCreateTable, type Expression } from './ddl.js';

/** Finds the expressions of a CREATE TABLE or CREATE INDEX statement, where a word in double quotes may be a string. */
export function findExpressions(sql: string): Expression[] {
  if (/^\s*CREATE\s+(UNIQUE\s+)?INDEX\b/i.test(sql)) {
    const { parts, predicate } = parseCreateIndex(sql);
    return predicate === null ? [...parts] : [...parts, predicate];
  }
  const { checks, columns } = parseCreateTable(sql);
  return [
    ...checks.map((check) => check.expression),
    ...columns.flatMap(({ generated }) => (generated === null ? [] : [generated])),
  ];
}
