/** Shares of the bins of each of a table's variables, the null bin last, and of how many rows. */
export interface BinShares {
  readonly rows: number;
  readonly shares: readonly Float64Array[];
}

/**
 * Share of each bin.
 * @param nullBin the last one
 */
export function shareBins(bins: Uint8Array, nullBin: number): Float64Array {
  const shares = new Float64Array(nullBin + 1);
  for (const bin of bins) shares[bin]! += 1 / bins.length;
  return shares;
}
