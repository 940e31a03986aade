/**
 * Puts a column into the place of VALUE in the check of a domain; strings and quoted names stay as they are.
 * @param column as it is to be written
 */
export function replaceValue(sql: string, column: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\bVALUE\b/g, (part) =>
    part === 'VALUE' ? column : part,
  );
}
