/** Terms are multiples of this, so that sums of them are exact, in whatever order they are added up. */
const GRAIN = 2 ** -20;

let table = new Float64Array(0);

/**
 * Table of `i * log(i)`, of which likelihoods of counts are made: that of class counts n in N rows is `x(n) - x(N)`,
 * summed over the classes.
 * @param most the largest i needed
 */
export function xLogX(most: number): Float64Array {
  if (table.length > most) return table;
  const grown = new Float64Array(Math.max(most + 1, table.length * 2));
  grown.set(table);
  for (let i = Math.max(2, table.length); i < grown.length; i++)
    grown[i] = Math.round((i * Math.log(i)) / GRAIN) * GRAIN;
  table = grown;
  return table;
}
