/**
 * Quotes an identifier, whatever it holds.
 * https://www.sqlite.org/lang_keywords.html
 */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
