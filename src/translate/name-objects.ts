import { hash32, hashText } from '../random/hash.js';
import type { Product } from '../product.js';

/** Gives names that a product takes, each once in its space. */
export class NameSpace {
  private readonly taken = new Set<string>();

  constructor(private readonly product: Product) {}

  /**
   * @param wanted names in the order of preference; the last one gets a number if need be
   */
  name(...wanted: readonly string[]): string {
    for (const name of wanted.map((each) => fitName(each, this.product))) if (this.take(name)) return name;
    for (let number = 2; ; number++) {
      const name = fitName(`${wanted.at(-1)!}_${number}`, this.product);
      if (this.take(name)) return name;
    }
  }

  private take(name: string): boolean {
    const folded = this.product.foldName(name);
    if (this.taken.has(folded)) return false;
    this.taken.add(folded);
    return true;
  }
}

/** A name that is too long keeps its start, and gets a hash of the whole so that it stays a name of its own. */
export function fitName(name: string, product: Product): string {
  if (product.fitsName(name)) return name;
  const hash = hash32(hashText(name), 0).toString(16).padStart(8, '0');
  // Whatever a product does not take stands at the end, or in letters of four bytes.
  let start = name.replace(/[^\p{L}\p{N}_$ -]|[\u{10000}-\u{10ffff}]/gu, '_');
  while (!product.fitsName(`${start}_${hash}`) && start !== '') start = [...start].slice(0, -1).join('');
  return start === '' ? `n_${hash}` : `${start}_${hash}`;
}
