import { hash32, unit } from './hash.js';

const HALF_ROUNDS = 8;

/**
 * A seeded permutation of 0..size-1: distinct indexes give distinct results, so a running number becomes a
 * unique key that looks random, without remembering which keys were given.
 *
 * Black and Rogaway, "Ciphers with Arbitrary Finite Domains" (CT-RSA 2002): a Feistel network over
 * Z_a x Z_b with a*b just above size; results beyond size are permuted again (at most 1 + 2/sqrt(size) times
 * on average).
 * @param index an integer in [0, size)
 * @param size number of keys, an integer in [1, 2^53]
 * @param seed which permutation; 32 bits
 * @returns an integer in [0, size)
 */
export function permute(index: number, size: number, seed: number): number {
  const lefts = Math.ceil(Math.sqrt(size));
  const rights = Math.ceil(size / lefts);
  let left = Math.floor(index / rights);
  let right = index - left * rights;
  for (;;) {
    for (let round = 0; round < HALF_ROUNDS; round += 2) {
      left = turn(left, hash32(seed, right, round), lefts);
      right = turn(right, hash32(seed, left, round + 1), rights);
    }
    const result = left * rights + right;
    if (result < size) return result;
  }
}

/** Adds a random share of the circle, modulo the circle. */
function turn(place: number, hash: number, circle: number): number {
  const sum = place + Math.floor(unit(hash) * circle);
  return sum >= circle ? sum - circle : sum;
}
