/**
 * One of a sequence of numbers in [0, 1), every beginning of which is spread evenly: of the first 2^n numbers one lies
 * in each 2^-n. Sequences of different seeds are independent of each other.
 * Burley, "Practical Hash-based Owen Scrambling" (JCGT 9(4), 2020): van der Corput's sequence, shuffled and scrambled.
 * @param index position in the sequence, an integer in [0, 2^32)
 * @param seed which sequence; 32 bits
 */
export function stratify(index: number, seed: number): number {
  const shuffled = scrambleNested(index, seed);
  return (scrambleNested(reverseBits(shuffled), seed ^ 0x9e3779b9) >>> 0) / 0x1_0000_0000;
}

/** Swaps or keeps the halves at every level of a binary tree over all numbers. */
function scrambleNested(x: number, seed: number): number {
  let bits = (reverseBits(x) + seed) | 0;
  bits ^= Math.imul(bits, 0x6c50b47c);
  bits ^= Math.imul(bits, 0xb82f1e52);
  bits ^= Math.imul(bits, 0xc7afe638);
  bits ^= Math.imul(bits, 0x8d22f6e6);
  return reverseBits(bits);
}

function reverseBits(x: number): number {
  let bits = x;
  bits = ((bits >>> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8);
  return (bits >>> 16) | (bits << 16);
}
