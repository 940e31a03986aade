/**
 * Hashes up to four integers to one: the counter-based source of all randomness. A cell's value depends on
 * (seed, table, column, row) only, so any cell can be made anywhere, at any time.
 * The mixing is MurmurHash3's (https://github.com/aappleby/smhasher, public domain), one round per word.
 * @param seed any number; its lower 32 bits count, and so for `a`, `b`, `c`
 * @returns an integer in [0, 2^32)
 */
export function hash32(seed: number, a: number, b = 0, c = 0): number {
  let hash = absorb(seed ^ 0x9747b28c, a);
  hash = absorb(hash, b);
  hash = absorb(hash, c);
  return avalanche(hash ^ 12);
}

/**
 * Derives one of many further hashes from a hash, in a third of the time of `hash32`.
 * @param hash an integer in [0, 2^32)
 * @param word which one; its lower 32 bits count
 * @returns an integer in [0, 2^32)
 */
export function rehash(hash: number, word: number): number {
  return avalanche(absorb(hash, word));
}

/**
 * Turns a hash into a number in [0, 1) with 32 random bits.
 * @param hash an integer in [0, 2^32)
 */
export function unit(hash: number): number {
  return hash / 0x1_0000_0000;
}

/**
 * Turns two hashes into a number in [0, 1) with all 53 bits that a double holds.
 * @param high gives the upper 27 bits
 * @param low gives the lower 26 bits
 */
export function unit53(high: number, low: number): number {
  return ((high >>> 5) * 0x400_0000 + (low >>> 6)) / 0x20_0000_0000_0000;
}

/**
 * Hashes a text, such as the name of a table, to a number that seeds what belongs to it.
 * @param text any string; its UTF-16 code units count
 * @returns an integer in [0, 2^32)
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = absorb(hash, text.charCodeAt(i));
  return avalanche(hash ^ text.length);
}

/** Takes one more word of 32 bits into a running hash; `avalanche` ends it. */
export function absorb(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const mixed = hash ^ k;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads every bit of a running hash over all 32. */
export function avalanche(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
