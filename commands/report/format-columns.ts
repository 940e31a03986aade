/**
 * Lays out rows of text in columns, two spaces apart; columns of numbers stand right.
 * @param header one title per column
 * @param rows one text per column
 * @returns lines, the header first
 */
export function formatColumns(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const isNumeric = header.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[\d,.]*%?$/.test(row[i] ?? '')),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, i) => (isNumeric[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [header, ...rows].map(line);
}
