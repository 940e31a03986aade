/** Draws bins from what an engine fitted. */
export interface BinDrawer {
  /**
   * Draws a bin for the row at hand.
   * @param hash 32 random bits
   */
  draw(hash: number, row: number): number;
}
