import type { Expression } from './ddl.js';
import { foldName } from './fold-name.js';
import { tokenize, type Token } from './tokenize.js';

/**
 * Turns "words" in double quotes that name no column into string literals. Older SQLite took such words for
 * strings, so stored schemas hold them; a SQLite built without that quirk refuses them in new statements.
 * https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted
 * @param sql a statement or an expression
 * @param columns names that a quoted word may mean, compared without case
 * @param within only tokens inside one of these stretches are looked at; the whole text without it
 */
export function quoteStringsProperly(
  sql: string,
  columns: readonly string[],
  within: readonly Expression[] = [{ sql, start: 0, end: sql.length }],
): string {
  const known = new Set([...columns, 'rowid', 'oid', '_rowid_'].map(foldName));
  let result = '';
  let copied = 0;
  const tokens = tokenize(sql);
  for (const [position, token] of tokens.entries()) {
    const isInside = within.some((stretch) => token.start >= stretch.start && token.end <= stretch.end);
    if (!isInside || !token.text.startsWith('"') || known.has(foldName(token.value))) continue;
    if (isNameByPlace(tokens[position - 1], tokens[position + 1])) continue;
    result += `${sql.slice(copied, token.start)}'${token.value.replaceAll("'", "''")}'`;
    copied = token.end;
  }
  return result + sql.slice(copied);
}

/** Names of tables, functions, collations and types are never strings. */
function isNameByPlace(before: Token | undefined, after: Token | undefined): boolean {
  if (after?.keyword === '.' || after?.keyword === '(') return true;
  return before?.keyword === '.' || before?.keyword === 'COLLATE' || before?.keyword === 'AS';
}
