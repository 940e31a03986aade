import { parseCreateTable } from './ddl.js';
import { findExpressions } from './find-expressions.js';
import { quoteStringsProperly } from './quote-strings.js';
import { tokenize, type Token } from './tokenize.js';

/**
 * Turns the strings that tables and indexes of a script write in double quotes into proper ones, as
 * `quoteStringsProperly` does for one statement. A word that names a column of any table of the script is left alone.
 */
export function quoteScriptStrings(script: string): string {
  const tokens = tokenize(script);
  const creations = findCreations(tokens).map(({ start, end }) => ({ start, sql: script.slice(start, end) }));
  const columns = [
    ...creations.flatMap(({ sql }) => parseCreateTable(sql).columns.map(({ name }) => name)),
    ...findAlteredColumns(tokens),
  ];
  let result = '';
  let copied = 0;
  for (const { start, sql } of creations) {
    result += script.slice(copied, start) + quoteStringsProperly(sql, columns, findExpressions(sql));
    copied = start + sql.length;
  }
  return result + script.slice(copied);
}

/** Where statements that create a table or an index begin and end. */
function findCreations(tokens: readonly Token[]): { readonly start: number; readonly end: number }[] {
  return tokens.flatMap((token, at) => {
    if (token.keyword !== 'CREATE') return [];
    const what = tokens.slice(at + 1, at + 3).find(({ keyword }) => !MODIFIERS.has(keyword))?.keyword;
    if (what !== 'TABLE' && what !== 'INDEX') return [];
    const end = tokens.slice(at).find(({ keyword }) => keyword === ';') ?? tokens.at(-1)!;
    return [{ start: token.start, end: end.keyword === ';' ? end.start : end.end }];
  });
}

const MODIFIERS = new Set(['TEMP', 'TEMPORARY', 'UNIQUE']);

/** Columns that ALTER TABLE adds or renames, and other names that may follow the same words. */
function findAlteredColumns(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ keyword }, at) => {
    const next = tokens[at + 1];
    if (keyword !== 'ADD' && keyword !== 'TO') return [];
    return next?.keyword === 'COLUMN' ? [tokens[at + 2]?.value ?? ''] : [next?.value ?? ''];
  });
}
