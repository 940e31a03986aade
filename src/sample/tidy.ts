/** Frees a number that was added up or put on a lattice of the noise of binary fractions. */
export function tidy(value: number): number {
  if (Number.isInteger(value)) return value;
  return Math.abs(value) < 9e6 ? Math.round(value * 1e9) / 1e9 : Number(value.toPrecision(15));
}
