import { hash32 } from '../../random/hash.js';

/** A number below `size` by a seed; all equally likely up to 2^-32 for sizes below 2^96. */
export function randomRank(seed: number, size: bigint, stream = 0): bigint {
  let bits = 0n;
  for (let word = 0; word < 4 || bits < size; word++)
    bits = (bits << 32n) | BigInt(hash32(seed, stream, word));
  return bits % size;
}
