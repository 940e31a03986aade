/** So many of the rows, at even distances; all where there are no more. */
export function spreadRows(rows: ArrayLike<number>, count: number): number[] {
  const length = Math.min(rows.length, count);
  return Array.from({ length }, (_, i) => rows[Math.floor((i * rows.length) / length)]!);
}
