/**
 * Quotes an identifier, whatever it holds.
 * https://dev.mysql.com/doc/refman/8.4/en/identifiers.html
 */
export function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/**
 * Quotes a string for a session whose sql_mode reads backslashes as escapes, as ours do.
 * https://dev.mysql.com/doc/refman/8.4/en/string-literals.html
 */
export function quoteText(text: string): string {
  return `'${text.replace(/['\\\0\n\r\x1a]/g, (character) => ESCAPES[character]!)}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "''",
  '\\': '\\\\',
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
};
