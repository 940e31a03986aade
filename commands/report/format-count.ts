/** Writes a whole number with commas: 1,204. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}
