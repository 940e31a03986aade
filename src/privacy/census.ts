/**
 * Counts values by rows and by the distinct entities that hold them: what one entity alone holds, however often,
 * must never be told from what was learned.
 */
export class Census<T extends string | number> {
  private readonly places = new Map<T, number>();
  private readonly rowCounts: number[] = [];
  private readonly firstEntities: number[] = [];
  /** Only for values with a second entity: most values of a key have one. */
  private readonly entitySets: (Set<number> | undefined)[] = [];
  private total = 0;

  /** Counts one row. */
  add(value: T, entity: number): void {
    this.total++;
    const place = this.places.get(value);
    if (place === undefined) {
      this.places.set(value, this.rowCounts.length);
      this.rowCounts.push(1);
      this.firstEntities.push(entity);
      this.entitySets.push(undefined);
      return;
    }
    this.rowCounts[place]!++;
    const set = this.entitySets[place];
    if (set !== undefined) set.add(entity);
    else if (this.firstEntities[place] !== entity) {
      this.entitySets[place] = new Set([this.firstEntities[place]!, entity]);
    }
  }

  /** Rows counted. */
  get rows(): number {
    return this.total;
  }

  /** Number of distinct values. */
  get size(): number {
    return this.places.size;
  }

  rowsOf(value: T): number {
    const place = this.places.get(value);
    return place === undefined ? 0 : this.rowCounts[place]!;
  }

  entitiesOf(value: T): number {
    const place = this.places.get(value);
    return place === undefined ? 0 : (this.entitySets[place]?.size ?? 1);
  }

  /** Every value once, in the order of first appearance. */
  values(): IterableIterator<T> {
    return this.places.keys();
  }

  /**
   * Values that enough distinct entities hold, most frequent first; values of equal frequency in the order of
   * their code units, so that the order tells nothing about the rows.
   * @param minEntities smallest number of entities, >= 1
   */
  heldBy(minEntities: number): Held<T>[] {
    const held: Held<T>[] = [];
    for (const [value, place] of this.places) {
      const entities = this.entitySets[place]?.size ?? 1;
      if (entities >= minEntities) held.push({ value, rows: this.rowCounts[place]!, entities });
    }
    return held.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
  }
}

export interface Held<T> {
  readonly value: T;
  readonly rows: number;
  readonly entities: number;
}
