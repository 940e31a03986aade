const LEAST_SLOTS = 64;

/**
 * A set of hashed keys in one typed array (open addressing, at most 3/4 full): 11 to 22 bytes a key.
 */
export class KeySet {
  private slots: Float64Array;
  private count: number;

  /** @param slots those of another set, to look into it or go on with it; 0 = free */
  constructor(slots: Float64Array = new Float64Array(LEAST_SLOTS)) {
    this.slots = slots;
    this.count = slots.reduce((sum, hash) => sum + (hash === 0 ? 0 : 1), 0);
  }

  get size(): number {
    return this.count;
  }

  /** What the set is made of, to hand it to another thread. */
  toSlots(): Float64Array {
    return this.slots;
  }

  /** @param hash as `KeyHasher` gives it, not 0 */
  has(hash: number): boolean {
    return this.slots[this.slotOf(hash)] === hash;
  }

  add(hash: number): void {
    const slot = this.slotOf(hash);
    if (this.slots[slot] === hash) return;
    this.slots[slot] = hash;
    this.count++;
    if (this.count > this.slots.length * 0.75) this.grow();
  }

  clear(): void {
    if (this.count === 0) return;
    if (this.slots.length > LEAST_SLOTS) this.slots = new Float64Array(LEAST_SLOTS);
    else this.slots.fill(0);
    this.count = 0;
  }

  /** Where the hash stands, or the free slot where it would. */
  private slotOf(hash: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Float64Array(before.length * 2);
    for (const hash of before) if (hash !== 0) this.slots[this.slotOf(hash)] = hash;
  }
}
